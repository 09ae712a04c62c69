import assert from "node:assert/strict";
import test from "node:test";
import { moved, NONE } from "./moves.ts";

test("the arrows go round by way of what was typed", () => {
  assert.equal(moved("ArrowDown", NONE, 3), 0);
  assert.equal(moved("ArrowDown", 2, 3), NONE);
  assert.equal(moved("ArrowUp", NONE, 3), 2);
  assert.equal(moved("ArrowUp", 0, 3), NONE);
});

test("page keys go to the ends, and other keys are not about suggestions", () => {
  assert.equal(moved("PageDown", 0, 3), 2);
  assert.equal(moved("PageUp", 2, 3), 0);
  assert.equal(moved("a", 1, 3), null);
  assert.equal(moved("ArrowDown", NONE, 0), null);
});
