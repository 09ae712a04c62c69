import assert from "node:assert/strict";
import { test } from "node:test";
import { LongScroll, TALLEST } from "./scroll.ts";

test("a short list scrolls as its element does", () => {
  const scroll = new LongScroll();
  scroll.resize(10_000, 500);
  assert.equal(scroll.height, 10_000);
  assert.equal(scroll.moved(123), 123);
  assert.equal(scroll.to(99_999), 9_500);
});

test("a million rows have an element that every browser can hold, and both of their ends", () => {
  const scroll = new LongScroll();
  scroll.resize(36_000_000, 500);
  assert.equal(scroll.height, TALLEST);
  assert.equal(scroll.moved(TALLEST - 500), 36_000_000 - 500);
  assert.equal(scroll.moved(0), 0);
});

test("a turn of the wheel moves by as many pixels in a long list as in a short one", () => {
  const scroll = new LongScroll();
  scroll.resize(36_000_000, 500);
  scroll.to(18_000_000);
  const physical = scroll.settle();
  assert.ok(Math.abs(scroll.moved(physical + 100) - 18_000_100) < 1);
});

test("the scroll bar that is dragged leads to the same part of the whole", () => {
  const scroll = new LongScroll();
  scroll.resize(36_000_000, 500);
  const half = (TALLEST - 500) / 2;
  assert.ok(Math.abs(scroll.moved(half) - (36_000_000 - 500) / 2) < 1);
});

test("settling does not move what is seen", () => {
  const scroll = new LongScroll();
  scroll.resize(36_000_000, 500);
  for (let step = 1; step <= 50; step++) scroll.moved(step * 90);
  const seen = scroll.top;
  assert.equal(scroll.moved(scroll.settle()), seen);
});
