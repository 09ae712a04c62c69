import assert from "node:assert/strict";
import { test } from "node:test";
import { bracketed } from "./asking.ts";
import { Columns } from "./columns.ts";
import { rolesOf } from "./kinds.ts";
import { locator, spotsOf } from "./spots.ts";
import { XSD, type Term } from "./terms.ts";

const number = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}decimal` });
const place = (name: string): Term => ({ type: "iri", value: `https://w3id.org/cbec/id/place/${name}` });

function found(names: string[], rows: (Term | null)[][], known = new Map<string, [number, number]>()) {
  const columns = new Columns(names);
  columns.add(rows);
  const locate = locator(columns, rolesOf(columns), known);
  return locate && spotsOf(columns, locate);
}

test("rows at one position are one place", () => {
  const spots = found(["lat", "long"], [["1", "2"], ["1", "2"], ["3", "4"]].map((row) => row.map(number)));
  assert.deepEqual(spots?.spots, [{ at: [2, 1], rows: [0, 1] }, { at: [4, 3], rows: [2] }]);
});

test("a row with two places is a flow", () => {
  const known = new Map<string, [number, number]>([[place("a").value, [1, 1]], [place("b").value, [2, 2]]]);
  const spots = found(["from", "to"], [[place("a"), place("b")], [place("a"), place("a")], [place("c"), null]], known);
  assert.deepEqual(spots?.flows, [{ from: [1, 1], to: [2, 2], rows: [0] }]);
  assert.equal(spots?.nowhere, 1);
});

test("what is not on the globe is nowhere, and without places there is no map", () => {
  assert.equal(found(["lat", "long"], [[number("99"), number("2")]])?.nowhere, 1);
  assert.equal(found(["a"], [[number("1")]]), null);
});

test("an IRI that would leave its brackets is never asked for", () => {
  assert.equal(bracketed("urn:x"), "<urn:x>");
  for (const iri of ["urn:x> } DELETE", "urn:\n", "nothing", 'urn:"']) assert.equal(bracketed(iri), "", iri);
});
