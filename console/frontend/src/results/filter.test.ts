import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { passing, testOf } from "./filter.ts";
import { XSD, type Term } from "./terms.ts";

const literal = (value: string, datatype: string): Term => ({ type: "literal", value, datatype: XSD + datatype });

function passed(asked: string, terms: (Term | null)[], label = ""): number[] {
  const test = testOf(asked);
  assert.ok(test, asked);
  return terms.flatMap((term, row) => (test(term, term?.value ?? "", label) ? [row] : []));
}

test("numbers are compared exactly, however they are grouped", () => {
  const terms = ["999", "1000", "1000.0000000000000000001", "-5"].map((value) => literal(value, "decimal"));
  assert.deepEqual(passed("> 1,000", terms), [2]);
  assert.deepEqual(passed(">=1000", terms), [1, 2]);
  assert.deepEqual(passed("-10..999", terms), [0, 3]);
  assert.deepEqual(passed("= 1000.0", terms), [1]);
});

test("times are compared with periods of any length", () => {
  const terms = ["2023-12-31", "2024-01-01", "2024-12-31", "2025-01-01"].map((value) => literal(value, "date"));
  assert.deepEqual(passed("> 2024", terms), [3]);
  assert.deepEqual(passed("< 2024", terms), [0]);
  assert.deepEqual(passed("2024..2024", terms), [1, 2]);
  assert.deepEqual(passed("<=2024", terms), [0, 1, 2]);
});

test("a text passes by its value or by its label, in any case", () => {
  const terms: Term[] = [{ type: "iri", value: "urn:Shenzhen" }, { type: "literal", value: "深圳", language: "zh" }];
  assert.deepEqual(passed("shen", terms), [0]);
  assert.deepEqual(passed("!shen", terms), [1]);
  assert.deepEqual(passed("bay", terms, "Greater Bay Area"), [0, 1]);
});

test("nothing passes as a hyphen, and no question lets everything pass", () => {
  assert.deepEqual(passed("-", [null, { type: "literal", value: "-" }]), [0]);
  assert.equal(testOf("  "), null);
});

test("the rows that pass keep their order", async () => {
  const columns = new Columns(["x"]);
  columns.add(["3", "1", "2", "3"].map((value) => [literal(value, "integer")]));
  const rows = Uint32Array.from([3, 2, 1, 0]);
  assert.deepEqual([...(await passing(rows, columns.columns[0]!, testOf(">1")!, () => ""))], [3, 2, 0]);
});
