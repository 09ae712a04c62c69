import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultView, formOf, iriOf, misfit, nameAt, parse, prefixesOf } from "./syntax.ts";

test("the form of a query is known in spite of its prologue and its comments", () => {
  assert.equal(formOf(parse("# ASK\nPREFIX a: <urn:a> select * {}")), "select");
  assert.equal(formOf(parse("ASK {}")), "ask");
  assert.equal(formOf(parse("CONSTRUCT WHERE { ?s ?p ?o }")), "construct");
  assert.equal(formOf(parse("DESCRIBE <urn:x>")), "describe");
  assert.equal(formOf(parse("INSERT DATA { <urn:a> <urn:b> 1 }")), "update");
  assert.equal(formOf(parse("")), "");
});

test("a misfit is marked where it is, a fit is not", () => {
  assert.equal(misfit(parse("SELECT * { ?s ?p ?o }"), "SELECT * { ?s ?p ?o }"), null);
  const text = "SELECT * { ?s ?p }";
  assert.deepEqual(misfit(parse(text), text), { from: 17, to: 18 });
  const open = "SELECT * { ?s ?p ?o ";
  const mark = misfit(parse(open), open);
  assert.ok(mark && mark.to > mark.from && mark.to <= open.length);
});

test("a text without a word has no misfit outside of it", () => {
  const mark = misfit(parse(""), "");
  assert.ok(mark === null || mark.from === 0);
});

test("names are told in full", () => {
  const text = "PREFIX a: <urn:a#> SELECT * { ?s a:b <urn:c> }";
  const prefixes = prefixesOf(parse(text), text, { x: "urn:x#" });
  assert.equal(iriOf("a:b", prefixes), "urn:a#b");
  assert.equal(iriOf("x:b", prefixes), "urn:x#b");
  assert.equal(iriOf("<urn:c>", prefixes), "urn:c");
  assert.equal(iriOf("no:b", prefixes), "");
  assert.equal(iriOf("b", prefixes), "");
});

test("the name at a place is found from both its ends", () => {
  const text = "SELECT * { ?s cbec:x 1 }";
  for (const at of [14, 17, 20]) assert.equal(nameAt(parse(text), text, at)?.written, "cbec:x");
  assert.equal(nameAt(parse(text), text, 8), null);
});

test("a comment names the view", () => {
  assert.equal(defaultView("#defaultView:Map\nSELECT * {}"), "map");
  assert.equal(defaultView("SELECT *\n  # defaultView: Chart\n{}"), "chart");
  assert.equal(defaultView("SELECT * {}"), "");
});
