import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { MOST_NODES, partsOf } from "./graph-parts.ts";
import type { Term } from "./terms.ts";

const iri = (value: string): Term => ({ type: "iri", value });
const LABEL = iri("http://www.w3.org/2000/01/rdf-schema#label");

function parts(names: string[], rows: (Term | null)[][], kind: "graph" | "select" = "select") {
  const columns = new Columns(names);
  columns.add(rows);
  return partsOf(columns, kind, "zh");
}

test("triples are links, and labels among them name their things", () => {
  const found = parts(["subject", "predicate", "object"], [
    [iri("urn:a"), LABEL, { type: "literal", value: "A", language: "en" }],
    [iri("urn:a"), LABEL, { type: "literal", value: "甲", language: "zh" }],
    [iri("urn:a"), iri("urn:p"), iri("urn:b")],
    [iri("urn:a"), iri("urn:p"), iri("urn:b")],
  ], "graph");
  assert.equal(found.edges.size, 1);
  assert.equal(found.nodes.get("urn:a")?.label, "甲");
  assert.equal(found.nodes.get("urn:b")?.degree, 1);
});

test("a row links its first thing with each other one, under the name of the column", () => {
  const found = parts(["a", "n", "b", "c"], [[iri("urn:1"), { type: "literal", value: "x" }, iri("urn:2"), iri("urn:3")], [iri("urn:1"), null, null, iri("urn:1")]]);
  assert.deepEqual([...found.edges.values()].map(({ from, name, to }) => [from.id, name, to.id]), [["urn:1", "b", "urn:2"], ["urn:1", "c", "urn:3"]]);
});

test("there are never more things than can be told apart, and what is left out is counted", () => {
  const found = parts(["a", "b"], Array.from({ length: 1000 }, (_, row) => [iri("urn:hub"), iri(`urn:${row}`)]));
  assert.equal(found.nodes.size, MOST_NODES);
  assert.equal(found.left, 1000 - (MOST_NODES - 1));
});
