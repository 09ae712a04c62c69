import assert from "node:assert/strict";
import { test } from "node:test";
import { EditorState } from "@codemirror/state";
import { here, spaceChanges } from "./completion.ts";
import { placeAt } from "./place.ts";

/** The words that are offered at the end of a text. */
function words(text: string): string[] {
  return here(placeAt(text, text.length, {})).map(({ label }) => label);
}

/** The text once a prefix is chosen at its end, in the place of so many letters. */
function chosen(text: string, letters: number, known: Record<string, string>): string {
  const at = { from: text.length - letters, to: text.length };
  const changes = spaceChanges(text, { name: "skos:", iri: "urn:skos#" }, at, known);
  return EditorState.create({ doc: text }).update({ changes }).state.doc.toString();
}

test("a word that was begun is offered before all else", () => {
  assert.deepEqual(words("SELE"), ["SELECT"]);
  assert.deepEqual(words("SELECT * WH"), ["WHERE"]);
  assert.deepEqual(words("SELECT * { ?s ?p ?o FIL"), ["FILTER"]);
  assert.deepEqual(words("SELECT * { opt"), ["OPTIONAL"]);
  assert.deepEqual(words("SELECT * { ?s ?p ?o } GROUP BY ?s hav"), ["HAVING"]);
});

test("an expression begins with a function", () => {
  assert.equal(words("SELECT * { ?s ?p ?o FILTER(STR")[0], "STR");
  assert.deepEqual(words("SELECT * { ?s ?p ?o FILTER CONT"), ["CONTAINS"]);
  assert.ok(words("SELECT * { ?s ?p ?o FILTER(").includes("?s"));
});

test("a name has no words of the language beside it", () => {
  assert.deepEqual(words("SELECT * { ?s a cbec:Fi"), []);
  assert.deepEqual(words("SELECT * { ?s a fi"), []);
});

test("a prefix that is chosen is declared where the text and the server do not know it", () => {
  assert.equal(chosen("SELECT * { ?x a sko", 3, { skos: "urn:skos#" }), "SELECT * { ?x a skos:");
  assert.equal(chosen("SELECT * { ?x a sko", 3, {}), "PREFIX skos: <urn:skos#>\nSELECT * { ?x a skos:");
  const declared = "PREFIX skos: <urn:skos#> SELECT * { ?x a ";
  assert.equal(chosen(`${declared}sko`, 3, {}), `${declared}skos:`);
});
