import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { ordered } from "./order.ts";
import { AbandonedError, Pace } from "./pace.ts";
import { XSD, type Term } from "./terms.ts";

const number = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}decimal` });

async function sorted(terms: (Term | null)[], descending = false): Promise<number[]> {
  const columns = new Columns(["x"]);
  columns.add(terms.map((term) => [term]));
  return [...(await ordered(Uint32Array.from(terms.keys()), columns.columns[0]!, descending, "en"))];
}

test("numbers are sorted by value, down to digits that binary numbers do not tell apart", async () => {
  assert.deepEqual(await sorted(["10", "9", "-1", "9007199254740993", "9007199254740992"].map(number)), [2, 1, 0, 4, 3]);
});

test("equal numbers keep their order in both directions, and nothing stays last", async () => {
  const terms = [number("1.50"), null, number("1.5"), number("2"), number("1.5")];
  assert.deepEqual(await sorted(terms), [0, 2, 4, 3, 1]);
  assert.deepEqual(await sorted(terms, true), [3, 0, 2, 4, 1]);
});

test("texts are sorted as a reader expects, and after numbers", async () => {
  const text = (value: string): Term => ({ type: "literal", value });
  assert.deepEqual(await sorted([text("b"), text("item 10"), text("Á"), text("item 9"), number("3")]), [4, 2, 0, 3, 1]);
});

test("many rows come out as an ordinary sort has them", async () => {
  const values = Array.from({ length: 20_000 }, (_, row) => (row * 7919) % 5003);
  const expected = values.map((value, row) => [value, row] as const).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  assert.deepEqual(await sorted(values.map((value) => number(String(value)))), expected.map(([, row]) => row));
});

test("a sort that is no longer wanted stops", async () => {
  const columns = new Columns(["x"]);
  columns.add(Array.from({ length: 200_000 }, (_, row) => [number(String((row * 7919) % 199_999))]));
  const leave = new AbortController();
  leave.abort();
  const rows = Uint32Array.from({ length: 200_000 }, (_, row) => row);
  await assert.rejects(ordered(rows, columns.columns[0]!, false, "en", new Pace(leave.signal)), AbandonedError);
});
