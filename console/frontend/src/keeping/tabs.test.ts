import assert from "node:assert/strict";
import { test } from "node:test";
import { activate, changeTab, closeTab, mergeTabs, moveTab, openTab, readTabs, titleOf, undoClose, type Tabs } from "./tabs.ts";

const NONE: Tabs = { open: [], closed: [], active: "" };

function three(): Tabs {
  return ["a", "b", "c"].reduce((tabs, id) => openTab(tabs, { id, text: `ASK { ${id} }`, changed: 1 }), NONE);
}

const ids = (tabs: Tabs): string => tabs.open.map(({ id }) => id).join("");

test("tabs come back as they were kept", () => {
  const tabs = closeTab(three(), "b");
  assert.deepEqual(readTabs(JSON.parse(JSON.stringify(tabs))), tabs);
});

test("whatever else is kept gives no tab and no error", () => {
  for (const kept of [undefined, null, 3, "x", [], {}, { open: 5 }, { open: [null, 1, {}, { id: 7 }, []] }, { active: {} }]) {
    assert.deepEqual(readTabs(kept), NONE);
  }
  const odd = readTabs({ open: [{ id: "a", text: 5, number: "x", changed: "y" }, { id: "a" }], active: "zzz" });
  assert.deepEqual(odd.open, [{ id: "a", name: "", number: 1, text: "", view: "", changed: 0 }]);
  assert.equal(odd.active, "a");
});

test("a new tab stands behind the active one and has the least free number", () => {
  const tabs = openTab(activate(closeTab(three(), "b"), "a"), { id: "d", text: "", changed: 2 });
  assert.equal(ids(tabs), "adc");
  assert.equal(tabs.open[1]!.number, 2);
  assert.equal(tabs.active, "d");
});

test("closing makes a neighbour active, and can be undone", () => {
  const closed = closeTab(activate(three(), "b"), "b");
  assert.equal(closed.active, "c");
  assert.equal(closeTab(closed, "c").active, "a");
  const again = undoClose(closed);
  assert.equal(ids(again), "acb");
  assert.equal(again.active, "b");
  assert.deepEqual(again.closed, []);
  assert.equal(undoClose(again), again);
});

test("a tab without a text is not worth keeping when it closes", () => {
  assert.deepEqual(closeTab(openTab(NONE, { id: "a", text: " \n", changed: 1 }), "a").closed, []);
});

test("a tab is renamed and moved", () => {
  assert.equal(changeTab(three(), "b", { name: "Trade" }).open[1]!.name, "Trade");
  assert.equal(ids(moveTab(three(), "a", 2)), "bca");
  assert.equal(ids(moveTab(three(), "c", -5)), "cab");
});

test("two windows lose nothing of each other", () => {
  const base = three();
  const there = openTab(changeTab(base, "a", { text: "newer", changed: 9 }), { id: "z", text: "theirs", changed: 9 });
  const here = closeTab(changeTab(base, "b", { text: "mine", changed: 5 }), "c");
  const merged = mergeTabs(here, there, new Set(["c"]));
  assert.equal(ids(merged), "abz");
  assert.deepEqual(merged.open.map(({ text }) => text), ["newer", "mine", "theirs"]);
});

test("a text names itself by its first comment", () => {
  assert.equal(titleOf("# Cities by size\nSELECT"), "Cities by size");
  assert.equal(titleOf("#defaultView:Map\n# Where they are\nSELECT"), "Where they are");
  assert.equal(titleOf("#+ tags: [a]\n#+ summary: \"Which parks?\"\nSELECT"), "Which parks?");
  assert.equal(titleOf("SELECT * {} # no"), "");
});
