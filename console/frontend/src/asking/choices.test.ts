import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf } from "./choices.ts";

test("an address tells what is chosen", () => {
  const fields: [string, string][] = [["area", "Hong Kong"], ["during", ""], ["lang", "zh"]];
  assert.equal(addressOf("/build/figures", fields, false), "/build/figures?area=Hong+Kong&lang=zh");
});

test("of a question it tells what is left open too, since that is not the default", () => {
  const fields: [string, string][] = [["place", ""], ["lang", ""]];
  assert.equal(addressOf("/examples/x", fields, true), "/examples/x?place=");
});

test("nothing chosen is the plain address", () => {
  assert.equal(addressOf("/build/parks", [["place", ""]], false), "/build/parks");
});
