import assert from "node:assert/strict";
import { test } from "node:test";
import type { Row } from "../results/terms.ts";
import type { Written } from "../results/written.ts";
import { TriplesReader, TsvReader, type Reader } from "./tables.ts";


const TSV = '?a\t?b\n<urn:x>\t"a\\tb"@en\n\t3\n"é\\n"\t\n';

const all = (rows: Written): Row[] => rows.head(rows.length);

function readIn(reader: Reader, text: string, size: number): Row[] {
  const rows: Row[] = [];
  for (let at = 0; at < text.length; at += size) rows.push(...all(reader.push(text.slice(at, at + size))));
  return [...rows, ...all(reader.end())];
}

test("the pieces in which TSV comes do not change what it says", () => {
  const whole = readIn(new TsvReader(), TSV, TSV.length);
  assert.equal(whole.length, 3);
  assert.deepEqual(whole[1], [null, { type: "literal", value: "3", datatype: "http://www.w3.org/2001/XMLSchema#integer" }]);
  for (let size = 1; size < TSV.length; size++) assert.deepEqual(readIn(new TsvReader(), TSV, size), whole);
});

test("rows come before the answer has ended", () => {
  const reader = new TsvReader();
  assert.deepEqual(all(reader.push("?a\t?b\n1\t2\n3")), [[
    { type: "literal", value: "1", datatype: "http://www.w3.org/2001/XMLSchema#integer" },
    { type: "literal", value: "2", datatype: "http://www.w3.org/2001/XMLSchema#integer" },
  ]]);
  assert.deepEqual(reader.columns, ["a", "b"]);
});

test("an unbound variable that stands alone still makes a row", () => {
  assert.deepEqual(readIn(new TsvReader(), "?a\n\n\n", 2), [[null], [null]]);
});

test("a row of no columns is a row", () => {
  const reader = new TsvReader();
  assert.deepEqual(readIn(reader, "\n\n", 1), [[]]);
  assert.deepEqual(reader.columns, []);
});

test("lines may end as they do on Windows", () => {
  assert.deepEqual(readIn(new TsvReader(), '?a\r\n"x"\r\n', 3), [[{ type: "literal", value: "x" }]]);
});

test("a line that is too short is filled with nothing, and what stands beyond is left out", () => {
  const [short, long] = readIn(new TsvReader(), "?a\t?b\n1\n1\t2\t3\n", 4);
  assert.deepEqual([short!.length, short![1], long!.length], [2, null, 2]);
});

test("triples become rows of three", () => {
  const text = '<urn:s> <urn:p> "a . b"@en .\n_:b <urn:p> <urn:o> .\n';
  for (const size of [1, 7, 100]) {
    assert.deepEqual(readIn(new TriplesReader(), text, size), [
      [{ type: "iri", value: "urn:s" }, { type: "iri", value: "urn:p" }, { type: "literal", value: "a . b", language: "en" }],
      [{ type: "bnode", value: "b" }, { type: "iri", value: "urn:p" }, { type: "iri", value: "urn:o" }],
    ]);
  }
  const [row] = readIn(new TriplesReader(), '<urn:s> <urn:p> "a\tb" .\n', 50);
  assert.equal(row![2]!.value, "a\tb");
});
