import assert from "node:assert/strict";
import test from "node:test";
import { NEAREST, shifted, zoomed } from "./frame.ts";

const whole = { x: 0, y: 0, width: 800, height: 400 };

test("a drawing is zoomed about the point that stays in place", () => {
  const near = zoomed(whole, whole, 2, 600, 100);
  assert.deepEqual(near, { x: 300, y: 50, width: 400, height: 200 });
  assert.deepEqual(zoomed(near, whole, 0.5, 600, 100), whole);
});

test("no frame leaves the drawing or comes nearer than it may", () => {
  assert.deepEqual(shifted(whole, whole, 1, 1), whole);
  const near = zoomed(whole, whole, 1000, 0, 0);
  assert.equal(near.width, whole.width / NEAREST);
  assert.deepEqual(shifted(near, whole, 99, 99), { ...near, x: 700, y: 350 });
  assert.deepEqual(zoomed(near, whole, 0.001, 800, 400), whole);
});
