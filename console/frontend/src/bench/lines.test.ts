import assert from "node:assert/strict";
import { test } from "node:test";
import { lines } from "./lines.ts";

const pattern = { text: "", from: 0, to: 0, rows: true };

test("the first line after which nothing is left is the one that breaks", () => {
  const joins = [
    { patterns: [0, 2], rows: true, count: 33 },
    { patterns: [0, 2, 1], rows: false, count: 0 },
    { patterns: [0, 1], rows: false, count: 0 },
  ];
  assert.deepEqual(lines({ patterns: [pattern, pattern, pattern, pattern], joins }), [
    { at: 0, left: null, breaks: false },
    { at: 2, left: 33, breaks: false },
    { at: 1, left: 0, breaks: true },
    { at: 3, left: null, breaks: false },
  ]);
});

test("a FILTER that lets nothing through breaks, also without numbers", () => {
  const joins = [{ patterns: [0, 1], rows: false, count: null }];
  assert.deepEqual(lines({ patterns: [pattern, { ...pattern, rows: null }], joins })[1], { at: 1, left: false, breaks: true });
});

test("a pattern with no match alone is put together with nothing", () => {
  assert.deepEqual(lines({ patterns: [{ ...pattern, rows: false }], joins: [] }), [{ at: 0, left: null, breaks: false }]);
});
