import assert from "node:assert/strict";
import { test } from "node:test";
import { Columns } from "./columns.ts";
import { rolesOf } from "./kinds.ts";
import { itemsOf, ticks, timesOf } from "./timeline-items.ts";
import { XSD, type Term } from "./terms.ts";

const day = (value: string): Term => ({ type: "literal", value, datatype: `${XSD}date` });
const period = (name: string): Term => ({ type: "iri", value: `https://w3id.org/cbec/id/period/${name}` });

function items(names: string[], rows: (Term | null)[][]) {
  const columns = new Columns(names);
  columns.add(rows);
  const found = itemsOf(columns, timesOf(rolesOf(columns)));
  return { ...found, items: found.items.map(({ row, from, to }) => [row, ...[from, to].map((time) => new Date(time).toISOString().slice(0, 10))]) };
}

test("things come in the order in which they began, and last until the end of their last day", () => {
  const found = items(["start", "end"], [[day("2024-05-01"), day("2024-05-03")], [day("2023-01-01"), null], [null, null]]);
  assert.deepEqual(found.items, [[1, "2023-01-01", "2023-01-02"], [0, "2024-05-01", "2024-05-04"]]);
  assert.equal(found.untimed, 1);
});

test("a period lasts as long as it says", () => {
  assert.deepEqual(items(["when"], [[period("2024-Q2")]]).items, [[0, "2024-04-01", "2024-07-01"]]);
});

test("an axis has marks at round times, and no more than there is room for", () => {
  const at = (from: string, to: string, room: number) => ticks(Date.parse(from), Date.parse(to), room, "en").map(({ text }) => text);
  assert.deepEqual(at("2019-03-01", "2022-06-01", 6), ["2020", "2021", "2022"]);
  assert.deepEqual(at("2024-01-15", "2024-04-15", 4), ["Feb 2024", "Mar 2024", "Apr 2024"]);
  assert.deepEqual(at("1900-01-01", "2000-01-01", 5), ["1900", "1925", "1950", "1975", "2000"]);
});
