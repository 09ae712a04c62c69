import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { pivoted, type Aggregate } from "./sums.ts";
import { XSD, type Term } from "./terms.ts";

const text = (value: string): Term => ({ type: "literal", value });
const number = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}decimal` });

function table(rows: [string, string, string, string?][], aggregate: Aggregate) {
  const columns = new Columns(["place", "year", "value", "unit"]);
  columns.add(rows.map(([place, year, value, unit]) => [text(place), text(year), value === "?" ? text(value) : number(value), text(unit ?? "CNY")]));
  return pivoted(columns, { row: "place", column: "year", value: "value", aggregate, unit: "unit" });
}

test("sums are exact, in each cell and in the totals", () => {
  const found = table([["a", "1", "0.1"], ["a", "1", "0.2"], ["b", "2", "9007199254740993"]], "sum");
  assert.deepEqual(found.cells.map((row) => row.map((cell) => cell?.text)), [["0.3", undefined], [undefined, "9007199254740993"]]);
  assert.deepEqual(found.rowTotals.map((cell) => cell.text), ["0.3", "9007199254740993"]);
  assert.equal(found.total.text, "9007199254740993.3");
});

test("numbers of different units are not added", () => {
  const found = table([["a", "1", "1", "CNY"], ["a", "1", "2", "USD"], ["b", "1", "2", "USD"]], "sum");
  assert.deepEqual(found.rowTotals.map(({ text, mixed }) => [text, mixed]), [["", true], ["2", false]]);
});

test("what is no number is left out of a sum, and counted", () => {
  const found = table([["a", "1", "1"], ["a", "1", "?"]], "mean");
  assert.deepEqual(found.total, { text: "1", left: 1, mixed: false });
  assert.equal(table([["a", "1", "1"], ["a", "1", "?"]], "count").total.text, "2");
});

test("the least, the most and the different ones", () => {
  const rows: [string, string, string][] = [["a", "1", "10"], ["a", "1", "9.5"], ["a", "1", "10"]];
  assert.equal(table(rows, "min").total.text, "9.5");
  assert.equal(table(rows, "max").total.text, "10");
  assert.equal(table(rows, "distinct").total.text, "2");
});

test("times stand in their order, and other groups as they come", () => {
  const columns = new Columns(["place", "day", "value"]);
  const date = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}date` });
  columns.add([["b", "2023-01-01"], ["a", "2021-01-01"], ["b", "2022-01-01"]].map(([place, when]) => [text(place!), date(when!), number("1")]));
  const found = pivoted(columns, { row: "place", column: "day", value: "value", aggregate: "sum", unit: "" });
  assert.deepEqual(found.columns.map((term) => term?.value.slice(0, 4)), ["2021", "2022", "2023"]);
  assert.deepEqual(found.rows.map((term) => term?.value), ["b", "a"]);
  assert.deepEqual(found.cells.map((row) => row.map((cell) => cell?.text)), [[undefined, "1", "1"], ["1", undefined, undefined]]);
});
