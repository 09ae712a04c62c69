import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import type { Term } from "./terms.ts";
import { readTerm, Written } from "./written.ts";

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

test("what TSV writes is read as its terms, whatever stood before it", () => {
  const xsd = "http://www.w3.org/2001/XMLSchema#";
  const cells = ["<urn:a>", "<urn:b>", "<< <urn:a> <urn:b> <urn:c> >>", '"a"', '"b"@en', '"c"@en', '"d"', '"a\\tb"', `"1"^^<${xsd}date>`, `"2"^^<${xsd}date>`, '"3"^^<urn:d>', "4", "5.5", "", '""', '"<a>"', "_:b", "<urn:a>"];
  for (const order of [cells, [...cells].reverse()]) {
    const kept = new Columns(["x"]);
    kept.read(new Written(order.map((cell) => `${cell}\n`).join(""), 1));
    assert.deepEqual(order.map((_, row) => kept.columns[0]!.at(row)), order.map(readTerm));
    assert.equal(kept.columns[0]!.size, cells.length - 1);
  }
});

test("rows can be counted and seen before they are read", () => {
  const kept = new Columns(["x", "y"]);
  const piece = (from: number) => new Written(Array.from({ length: 1000 }, (_, row) => `<urn:${from + row}>\t${row % 3}\n`).join(""), 2);
  for (let from = 0; from < 6000; from += 1000) kept.read(piece(from));
  assert.equal(kept.length, 6000);
  assert.ok(kept.seen < 6000);
  const rows = [0, 1999, 2000, 4321, 5999];
  const before = rows.map((row) => kept.row(row));
  assert.deepEqual(before[3]![0], iri("urn:4321"));
  assert.deepEqual(kept.row(6000), []);
  assert.equal(kept.columns[0]!.length, 6000);
  assert.equal(kept.seen, 6000);
  assert.deepEqual(rows.map((row) => kept.row(row)), before);
});
