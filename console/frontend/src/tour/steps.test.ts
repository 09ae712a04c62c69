import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOfSteps, told } from "./steps.ts";

test("the steps stand beside the page about them, in its language", () => {
  assert.equal(addressOfSteps("http://a/kg/tour?lang=zh"), "http://a/kg/tour.json?lang=zh");
});

test("the numbers of a step stand where the language has them", () => {
  assert.equal(told("Step {} of {}", 2, 4), "Step 2 of 4");
});
