import assert from "node:assert/strict";
import { test } from "node:test";
import { fitting } from "./chart-choice.ts";
import { bounded, centred, points } from "./chart-points.ts";
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

test("a figure with its bounds over periods is a line with intervals", () => {
  const rows = ["2021", "2022", "2023"].map((year) => [iri("place/a"), iri(`period/${year}`), number("1"), number("2"), number("3")]);
  const made = columns(["area", "period", "lowerBound", "value", "upperBound"], rows);
  const choice = fitting(made, rolesOf(made))!;
  assert.deepEqual(choice, { type: "line", x: "period", y: "value", series: "", unit: "" });
  assert.deepEqual(bounded(choice, rolesOf(made)), ["lowerBound", "upperBound"]);
  assert.deepEqual(points(made, choice, rolesOf(made)).points.map(({ lower, upper }) => [lower, upper]), [[1, 3], [1, 3], [1, 3]]);
});

test("rows are counted by what tells most: no state, no document, nothing that each row has for itself", () => {
  const counted = (names: string[], rows: string[][]) => {
    const made = columns(names, rows.map((row) => row.map((name, index) => iri(`${names[index]}/${name}`))));
    return fitting(made, rolesOf(made))?.x;
  };
  assert.equal(counted(["programme", "status", "issuer"], [["a", "s", "x"], ["b", "t", "x"], ["c", "s", "x"], ["d", "t", "y"]]), "issuer");
  assert.equal(counted(["event", "document", "city"], [["a", "1", "x"], ["b", "2", "x"], ["c", "2", "y"]]), "city");
  assert.equal(counted(["platform", "originMarket", "verdict"], [["a", "x", "v"], ["b", "y", "w"], ["c", "y", "w"]]), "originMarket");
  assert.equal(counted(["rule", "status"], [["a", "s"], ["b", "t"], ["c", "t"]]), "status", "where nothing says more");
  assert.equal(counted(["platform", "originMarket"], [["a", "x"], ["b", "x"]]), "originMarket");
  assert.equal(counted(["platform", "originMarket"], [["a", "x"], ["b", "y"]]), "originMarket");
});

test("bars stand for names, not for states or documents", () => {
  const rows = [["s", "1", "a"], ["t", "2", "b"]].map(([status, document, area]) => [iri(`status/${status}`), iri(`doc/${document}`), iri(`place/${area}`), number("1")]);
  const made = columns(["status", "document", "area", "value"], rows);
  assert.equal(fitting(made, rolesOf(made))?.x, "area");
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

test("where a time has many numbers of one series, points are drawn and no line", () => {
  const rows = ["2021", "2022", "2023"].flatMap((year) => ["1", "2", "3"].map((value) => [day(`${year}-01-01`), number(value)]));
  const made = columns(["day", "value"], rows);
  assert.equal(fitting(made, rolesOf(made))?.type, "scatter");
});

test("bars and intervals of times stand in the order of the times", () => {
  const made = columns(["period", "value", "lower", "upper"], ["2023", "2021", "2022"].map((year) => [iri(`period/${year}`), number("2"), number("1"), number("3")]));
  const choice = { type: "interval", x: "period", y: "value", series: "", unit: "" } as const;
  assert.deepEqual(points(made, choice, rolesOf(made)).points.map(({ name }) => name?.value.slice(-4)), ["2021", "2022", "2023"]);
});
