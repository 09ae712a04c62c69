import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import type { Term } from "./terms.ts";

const iri = (value: string): Term => ({ type: "iri", value });

test("what is put in comes out, in any mixture of terms", () => {
  const terms: (Term | null)[] = [
    iri("urn:a"),
    { type: "literal", value: "urn:a" },
    { type: "literal", value: "urn:a", language: "en" },
    { type: "literal", value: "1", datatype: "urn:d" },
    { type: "bnode", value: "urn:a" },
    null,
    iri("urn:a"),
  ];
  const kept = new Columns(["x"]);
  kept.add(terms.map((term) => [term]));
  assert.deepEqual(terms.map((_, row) => kept.columns[0]!.at(row)), terms);
  assert.equal(kept.columns[0]!.bound, 6);
});

test("equal terms are kept once", () => {
  const kept = new Columns(["x"]);
  kept.add(Array.from({ length: 10_000 }, (_, row) => [iri(`urn:${row % 7}`)]));
  assert.equal(kept.columns[0]!.size, 8);
  assert.equal(kept.length, 10_000);
});

test("a column of different terms stops looking for equal ones, and keeps all of them", () => {
  const kept = new Columns(["x", "y"]);
  kept.add(Array.from({ length: 100_000 }, (_, row) => [iri(`urn:${row}`), iri("urn:same")]));
  assert.equal(kept.columns[0]!.interned, false);
  assert.equal(kept.columns[1]!.interned, true);
  assert.deepEqual(kept.columns[0]!.at(99_999), iri("urn:99999"));
  assert.equal(kept.columns[1]!.size, 2);
});

test("a row that is too short is filled with nothing", () => {
  const kept = new Columns(["x", "y"]);
  kept.add([[iri("urn:a")]]);
  assert.equal(kept.columns[1]!.at(0), null);
});
