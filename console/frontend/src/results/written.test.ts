import assert from "node:assert/strict";
import { test } from "node:test";
import { readTerm, writeTerm } from "./written.ts";

const XSD = "http://www.w3.org/2001/XMLSchema#";

test("an IRI stands in angle brackets", () => {
  assert.deepEqual(readTerm("<http://e/é>"), { type: "iri", value: "http://e/é" });
  assert.deepEqual(readTerm("<http://e/\\u00e9>"), { type: "iri", value: "http://e/é" });
});

test("a literal keeps language, datatype and every escaped character", () => {
  assert.deepEqual(readTerm('"a\\tb\\n\\"q\\" \\\\ \\U0001F600"'), { type: "literal", value: 'a\tb\n"q" \\ 😀' });
  assert.deepEqual(readTerm('"x"@en-gb'), { type: "literal", value: "x", language: "en-gb" });
  assert.deepEqual(readTerm(`"2020"^^<${XSD}gYear>`), { type: "literal", value: "2020", datatype: `${XSD}gYear` });
  assert.deepEqual(readTerm('""'), { type: "literal", value: "" });
  assert.deepEqual(readTerm('"\\\\"'), { type: "literal", value: "\\" });
});

test("bare numbers and truth values have the datatype of their form", () => {
  for (const [written, name] of [["1", "integer"], ["-2", "integer"], ["2.5", "decimal"], [".5", "decimal"], ["1e5", "double"], ["1.0E-3", "double"], ["true", "boolean"]] as const) {
    assert.deepEqual(readTerm(written), { type: "literal", value: written, datatype: XSD + name });
  }
});

test("a blank node keeps its label, and nothing is nothing", () => {
  assert.deepEqual(readTerm("_:b0"), { type: "bnode", value: "b0" });
  assert.equal(readTerm(""), null);
});

test("what is none of these is shown as it is", () => {
  assert.deepEqual(readTerm("<< <a> <b> <c> >>"), { type: "literal", value: "<< <a> <b> <c> >>" });
});

test("what is written of a term is read as that term", () => {
  for (const written of ['"a\\tb\\n\\"q\\" \\\\"', '"x"@en-gb', '""', "1", "-2.5", "1e5", "true", "<urn:a>", "_:b0", "", `"2020"^^<${XSD}gYear>`, `"one"^^<${XSD}integer>`]) {
    assert.equal(writeTerm(readTerm(written)), written);
  }
  assert.equal(writeTerm({ type: "literal", value: "1" }), '"1"');
});
