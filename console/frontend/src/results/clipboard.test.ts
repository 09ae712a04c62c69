import assert from "node:assert/strict";
import { test } from "node:test";
import { tabbed } from "./clipboard.ts";

const text = (value: string) => ({ type: "literal", value }) as const;

test("rows are lines, cells are parted by tabs, and what holds either is quoted", () => {
  assert.equal(tabbed([[text("a"), null], [text('b\t"c"'), text("d\ne")]], ["x", "y"]), 'x\ty\na\t\n"b\t""c"""\t"d\ne"');
});

test("no cell is a formula, and numbers stay numbers", () => {
  assert.equal(tabbed([[text("=1+1"), text("-12.5"), text("@x"), text("-x")]]), "'=1+1\t-12.5\t'@x\t'-x");
});
