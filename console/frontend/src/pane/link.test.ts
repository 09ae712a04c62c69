import { test } from "node:test";
import { equal } from "node:assert/strict";
import { wanted } from "./link.ts";

const plain = { button: 0, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, defaultPrevented: false };

test("a plain click means the pane", () => {
  equal(wanted(plain, { target: "" }), true);
});

test("a click for another tab or window is left to the browser", () => {
  for (const key of ["ctrlKey", "metaKey", "shiftKey", "altKey", "defaultPrevented"]) {
    equal(wanted({ ...plain, [key]: true }, { target: "" }), false, key);
  }
  equal(wanted({ ...plain, button: 1 }, { target: "" }), false);
  equal(wanted(plain, { target: "_blank" }), false);
});
