import assert from "node:assert/strict";
import { test } from "node:test";
import { schemeOf } from "./scheme.ts";

test("a scheme that was kept is followed", () => {
  assert.equal(schemeOf("dark"), "dark");
});

test("anything else is the system's scheme", () => {
  assert.equal(schemeOf(undefined), "system");
  assert.equal(schemeOf("sepia"), "system");
});
