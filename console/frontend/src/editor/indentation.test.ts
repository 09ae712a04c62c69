import assert from "node:assert/strict";
import { test } from "node:test";
import { indentationAfter } from "./indentation.ts";

test("a line is deeper behind an open bracket, and its end is not", () => {
  assert.equal(indentationAfter("SELECT * {", "", ""), 2);
  assert.equal(indentationAfter("  OPTIONAL {", "", "}"), 2);
  assert.equal(indentationAfter("  FILTER (?x > 3)", "", ""), 2);
});

test("what goes on with a subject is deeper once, and ends with a full stop", () => {
  assert.equal(indentationAfter("  ?s a cbec:City ;", "SELECT * {", ""), 4);
  assert.equal(indentationAfter("    rdfs:label ?n ;", "  ?s a cbec:City ;", ""), 4);
  assert.equal(indentationAfter("    rdfs:label ?n .", "  ?s a cbec:City ;", ""), 2);
});

test("brackets in strings, IRIs and comments count for nothing", () => {
  assert.equal(indentationAfter('  ?s ?p "{" . # {', "", ""), 2);
  assert.equal(indentationAfter("  ?s <urn:#{> ?o .", "", ""), 2);
});
