import assert from "node:assert/strict";
import { test } from "node:test";
import { centred, fitting, points } from "./chart-points.ts";
import { Columns } from "./columns.ts";
import { rolesOf } from "./kinds.ts";
import { XSD, type Term } from "./terms.ts";

const number = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}decimal` });
const day = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}date` });
const iri = (path: string): Term => ({ type: "iri", value: `https://w3id.org/cbec/id/${path}` });

function columns(names: string[], rows: (Term | null)[][]) {
  const made = new Columns(names);
  made.add(rows);
  return made;
}

test("a figure with its bounds is drawn as an interval", () => {
  const made = columns(["area", "lower", "value", "upper"], [[iri("place/a"), number("1"), number("2"), number("3")]]);
  assert.deepEqual(fitting(made, rolesOf(made)), { type: "interval", x: "area", y: "value", series: "", unit: "" });
  const [point] = points(made, fitting(made, rolesOf(made))!, rolesOf(made)).points;
  assert.deepEqual([point!.lower, point!.y, point!.upper], [1, 2, 3]);
});

test("numbers over time are a line, and those of one unit alone", () => {
  const rows = ["2021", "2022", "2023"].flatMap((year) => [iri("unit/a"), iri("unit/b")].map((unit) => [day(`${year}-01-01`), number("5"), unit]));
  const made = columns(["day", "value", "unit"], rows);
  assert.deepEqual(fitting(made, rolesOf(made)), { type: "line", x: "day", y: "value", series: "", unit: iri("unit/a").value });
  assert.equal(points(made, fitting(made, rolesOf(made))!, rolesOf(made)).total, 3);
});

test("numbers with names are bars, numbers alone are points, and names are counted", () => {
  const bars = columns(["area", "value"], [[iri("place/a"), number("1")]]);
  assert.equal(fitting(bars, rolesOf(bars))?.type, "bar");
  const scatter = columns(["a", "b"], [[number("1"), number("2")]]);
  assert.equal(fitting(scatter, rolesOf(scatter))?.type, "scatter");
  const names = columns(["platform", "market"], [["a", "x"], ["b", "y"], ["c", "y"]].map((row) => row.map((name) => iri(`place/${name}`))));
  const choice = fitting(names, rolesOf(names))!;
  assert.deepEqual(choice, { type: "bar", x: "market", y: "", series: "", unit: "" });
  assert.deepEqual(points(names, choice, rolesOf(names)).points.map(({ name, y }) => [name!.value.slice(-1), y]), [["y", 2], ["x", 1]]);
  assert.equal(fitting(columns(["a"], [[null]]), rolesOf(columns(["a"], [[null]]))), null);
});

test("rows without a number are not drawn", () => {
  const made = columns(["area", "value"], [[iri("place/a"), null], [iri("place/b"), number("1")]]);
  assert.deepEqual(points(made, { type: "bar", x: "area", y: "value", series: "", unit: "" }, rolesOf(made)).points.map(({ row }) => row), [1]);
});

test("periods of unlike lengths are drawn at their middles, like ones at their beginnings", () => {
  const at = (...periods: string[]) => {
    const made = columns(["period", "value"], periods.map((period) => [iri(`period/${period}`), number("1")]));
    return centred(points(made, { type: "line", x: "period", y: "value", series: "", unit: "" }, rolesOf(made)).points).map(({ x }) => new Date(x).toISOString().slice(0, 10));
  };
  assert.deepEqual(at("2023", "2024"), ["2023-01-01", "2024-01-01"]);
  assert.deepEqual(at("2023", "2024-Q1"), ["2023-07-02", "2024-02-15"]);
});
