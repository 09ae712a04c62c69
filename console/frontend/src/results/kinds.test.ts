import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { pointOf, rolesOf } from "./kinds.ts";
import { XSD, type Term } from "./terms.ts";

const ID = "https://w3id.org/cbec/id/";
const iri = (path: string): Term => ({ type: "iri", value: ID + path });
const literal = (value: string, datatype = "string"): Term => ({ type: "literal", value, datatype: XSD + datatype });

function roles(cells: Record<string, Term | null>) {
  const columns = new Columns(Object.keys(cells));
  columns.add([Object.values(cells)]);
  return rolesOf(columns);
}

test("columns are told apart by their terms", () => {
  const found = roles({
    figure: iri("obs/000-023"),
    period: iri("period/2024-S1"),
    area: iri("place/CN"),
    value: literal("12.5", "decimal"),
    day: literal("2024-01-01", "date"),
    yes: literal("true", "boolean"),
    label: { type: "literal", value: "China", language: "en" },
    none: null,
  });
  assert.deepEqual(found.kinds, ["iri", "iri", "iri", "number", "time", "boolean", "text", "empty"]);
  assert.equal(found.figure, "figure");
  assert.deepEqual(found.times, ["day", "period"]);
  assert.deepEqual(found.places, ["area"]);
  assert.deepEqual(found.numbers, ["value"]);
  assert.deepEqual(found.names.slice(0, 2), ["label", "area"]);
});

test("bounds, spans and coordinates are pairs of columns", () => {
  const n = literal("1", "decimal");
  const d = literal("2024-01-01", "date");
  const found = roles({ lowerBound: n, upperBound: n, firstDay: d, lastDay: d, fromLat: n, fromLong: n, toLat: n, toLong: n });
  assert.deepEqual(found.bounds, ["lowerBound", "upperBound"]);
  assert.deepEqual(found.span, ["firstDay", "lastDay"]);
  assert.deepEqual(found.coordinates, [["fromLat", "fromLong"], ["toLat", "toLong"]]);
  assert.deepEqual(found.numbers, ["lowerBound", "upperBound"]);
});

test("a number that cannot be read makes its column no column of numbers", () => {
  const columns = new Columns(["x"]);
  columns.add([[literal("1", "decimal")], [literal("INF", "double")]]);
  assert.deepEqual(rolesOf(columns).kinds, ["mixed"]);
});

test("a point has longitude before latitude", () => {
  assert.deepEqual(pointOf("POINT(113.53 22.12)"), [113.53, 22.12]);
  assert.equal(pointOf("LINESTRING(1 2, 3 4)"), null);
});
