import assert from "node:assert/strict";
import { test } from "node:test";
import { periodName, span } from "./periods.ts";

const days = (text: string) => {
  const found = span(text);
  return found && [found.from, found.to].map((time) => new Date(time).toISOString().slice(0, 10));
};

test("a date, a month, a quarter, a half and a year last as long as they do", () => {
  assert.deepEqual(days("2024-02-28"), ["2024-02-28", "2024-02-29"]);
  assert.deepEqual(days("2024-02"), ["2024-02-01", "2024-03-01"]);
  assert.deepEqual(days("2024-Q4"), ["2024-10-01", "2025-01-01"]);
  assert.deepEqual(days("2024-S1"), ["2024-01-01", "2024-07-01"]);
  assert.deepEqual(days("0987"), ["0987-01-01", "0988-01-01"]);
});

test("two of them are all the time from the first to the last", () => {
  assert.deepEqual(days("2022--2025-09"), ["2022-01-01", "2025-10-01"]);
  assert.equal(days("2025--2022"), null);
});

test("a moment is its day", () => {
  assert.deepEqual(days("2024-02-28T10:00:00Z"), ["2024-02-28", "2024-02-29"]);
});

test("what is no time is none", () => {
  for (const text of ["", "24", "2024-13", "2024-02-30", "2024-Q5", "12345", "2024-01-01x"]) assert.equal(span(text), null, text);
});

test("the IRI of a period names it", () => {
  assert.equal(periodName("https://w3id.org/cbec/id/period/2024-S1"), "2024-S1");
  assert.equal(periodName("https://w3id.org/cbec/id/place/2024"), "");
});
