import assert from "node:assert/strict";
import { test } from "node:test";
import { addRun, matching, readRuns, readSaved, save, type Run } from "./history.ts";
import { changesSince, permalink } from "./link.ts";
import { Kept, type Store } from "./storage.ts";

const RUN: Run = { text: "ASK {}", when: 1, kind: "done", rows: 1, milliseconds: 2, release: "r", columns: ["a"], head: [["x"]] };

class Small implements Store {
  readonly held = new Map<string, string>();
  private readonly most: number;
  constructor(most: number) {
    this.most = most;
  }
  getItem(name: string): string | null {
    return this.held.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    if (value.length > this.most) throw new Error("QuotaExceededError");
    this.held.set(name, value);
  }
  removeItem(name: string): void {
    this.held.delete(name);
  }
}

test("what is kept is read again, and anything broken is nothing", () => {
  const store = new Small(100);
  const kept = new Kept(store);
  assert.ok(kept.write("a", () => [1]));
  assert.deepEqual(kept.read("a"), [1]);
  store.held.set("b", "{broken");
  assert.equal(kept.read("b"), undefined);
  assert.equal(kept.read("never"), undefined);
  assert.equal(new Kept(null).read("a"), undefined);
});

test("a full store takes less, and says so once when it takes nothing", () => {
  const kept = new Kept(new Small(10));
  let full = 0;
  kept.onfull = () => full++;
  assert.ok(kept.write("a", () => "much too long for it", () => "short"));
  assert.equal(kept.read("a"), "short");
  assert.equal(full, 0);
  for (let time = 0; time < 2; time++) assert.ok(!kept.write("a", () => "much too long for it"));
  assert.equal(full, 1);
});

test("a run again moves to the front, and the list ends somewhere", () => {
  let runs: Run[] = [];
  for (let n = 0; n < 130; n++) runs = addRun(runs, { ...RUN, text: `ASK { ${n} }` });
  assert.equal(runs.length, 100);
  runs = addRun(runs, { ...RUN, text: "ASK { 100 }", when: 9 });
  assert.equal(runs[0]!.when, 9);
  assert.equal(runs.filter(({ text }) => text === "ASK { 100 }").length, 1);
});

test("runs and saved queries of any content are read without an error", () => {
  assert.deepEqual(readRuns(JSON.parse(JSON.stringify([RUN]))), [RUN]);
  assert.deepEqual(readRuns([{ text: 3 }, null, "x"]), []);
  assert.equal(readRuns([{ text: "ASK {}", kind: "odd", head: [5] }])[0]!.kind, "done");
  assert.deepEqual(readSaved([{ name: "n", text: "t", when: 1 }, { name: "n" }, 7]), [{ name: "n", text: "t", view: "", when: 1 }]);
});

test("saving under a name again replaces", () => {
  const saved = save(save([], { name: "a", text: "1", view: "", when: 1 }), { name: "a", text: "2", view: "map", when: 2 });
  assert.deepEqual(saved.map(({ text, view }) => [text, view]), [["2", "map"]]);
});

test("a search finds all its words in any order", () => {
  assert.deepEqual(matching(["trade of Shenzhen", "trade of Macau"], "shen TRADE", String), ["trade of Shenzhen"]);
  assert.equal(matching(["a", "b"], "  ", String).length, 2);
});

test("a permanent link carries query, view and release, and stays in its language", () => {
  const link = new URL(permalink("https://e/base/sparql", { query: "SELECT * { ?s ?p '&=#' }", view: "map", release: "abc", language: "zh" }));
  assert.equal(link.pathname, "/base/sparql");
  assert.deepEqual(Object.fromEntries(link.searchParams), { query: "SELECT * { ?s ?p '&=#' }", view: "map", release: "abc", lang: "zh" });
  assert.equal(permalink("https://e/sparql", { query: "ASK {}" }), "https://e/sparql?query=ASK+%7B%7D");
});

test("a link says when the release has moved on", () => {
  assert.equal(changesSince("abc", "abc"), false);
  assert.equal(changesSince("abcdef01", "abcdef0123456789"), false);
  assert.equal(changesSince("abc", "def"), true);
  assert.equal(changesSince("", "def"), false);
  assert.equal(changesSince("abc", ""), false);
});
