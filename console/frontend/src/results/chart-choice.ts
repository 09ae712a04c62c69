// Which chart an answer begins with, told by what its columns hold and how they are called.
import { MOST_SERIES, points, unitColumn, unitsOf, type Choice } from "./chart-points.ts";
import type { Column, Columns } from "./columns.ts";
import type { Roles } from "./kinds.ts";

// how things are judged or filed: telling only where nothing says more
const STATE = /status|state$|verdict|review|outcome|qualifier|^kind$|^type$|^class$|^how$|^rule$|origin$|language|basis|method/i;
// where a thing stands: an address rather than a name
const ADDRESS = /^(?:document|source|record|evidence|statement|span|figure|note)(?:Name|Label|Title|Too)?$|(?:iri|url|id|address)$/i;
const AMOUNT = /value|amount|sum|total|count|number|figure/i;
const MOST_BARS = 40;
const LONG = 60;
const SAMPLE = 500;

/** Gives the chart that fits the columns: where no column holds numbers, one of how many rows. */
export function fitting(columns: Columns, roles: Roles): Choice | null {
  const amounts = roles.numbers.filter((name) => !roles.bounds?.includes(name));
  const y = amounts.find((name) => AMOUNT.test(name)) ?? amounts[0] ?? roles.bounds?.[0];
  if (y === undefined) return counting(columns, roles);
  const units = unitColumn(columns);
  const unit = unitsOf(columns)[0]?.value ?? "";
  const rank = (name: string) => (distinct(columns, name) > 1 ? 0 : 8) + poverty(columns, name);
  const names = roles.names.filter((name) => name !== units && !roles.times.includes(name)).toSorted((a, b) => rank(a) - rank(b));
  const few = (name: string) => distinct(columns, name) > 1 && distinct(columns, name) <= MOST_SERIES && poverty(columns, name) === 0;
  const time = roles.times.find((name) => distinct(columns, name) > 1) ?? roles.times[0];
  const series = names.find(few) ?? "";
  if (time !== undefined && distinct(columns, time) > 2) {
    const choice: Choice = { type: "line", x: time, y, series, unit };
    return crowded(columns, choice, roles) ? { ...choice, type: "scatter" } : choice;
  }
  const x = names[0] ?? time ?? "";
  const beside = names.filter((name) => name !== x).find(few) ?? "";
  if (roles.bounds) return { type: "interval", x, y, series: beside, unit };
  if (names[0] !== undefined) return { type: "bar", x, y, series: beside, unit };
  const other = amounts.find((name) => name !== y);
  if (other !== undefined) return { type: "scatter", x: other, y, series: "", unit };
  return { type: "bar", x, y, series: "", unit };
}

/** Tells whether a line would go up and down in place: most times have several numbers of one series. */
function crowded(columns: Columns, choice: Choice, roles: Roles): boolean {
  const found = points(columns, choice, roles).points;
  const places = new Set(found.map(({ terms, series }) => `${terms.x?.value} ${series?.value}`));
  return found.length > 2 * places.size;
}

/** Gives the chart of how many rows have each value of the column that tells most about them. */
export function counting(columns: Columns, roles: Roles): Choice | null {
  const able = [...new Set([...roles.names, ...roles.times])].filter((name) => distinct(columns, name) > 0);
  const [x] = able.map((name) => [name, worth(columns, name)] as const).toSorted((a, b) => b[1] - a[1])[0] ?? [""];
  return x ? { type: "bar", x, y: "", series: "", unit: "" } : null;
}

/** Gives how much it tells to count the rows by a column: 0 to 1 within its class of columns. */
function worth(columns: Columns, name: string): number {
  const kinds = distinct(columns, name);
  // what each row has for itself are no groups, nor is what all rows share, which at least counts them
  const groups = kinds > 1 && kinds < columns.length && kinds <= MOST_BARS ? 4 : kinds === 1 ? 1.5 : 0;
  // what comes first is what a row is about, what follows is said of it
  const later = columns.names.indexOf(name) / columns.names.length / 10;
  return groups - poverty(columns, name) + evenness(columns.column(name)!) + later;
}

/** Gives how little a column says by itself: 0 for a name or a place, more for a state, an address, a long text. */
function poverty(columns: Columns, name: string): number {
  const column = columns.column(name);
  if (STATE.test(name)) return 2;
  return ADDRESS.test(name) || (column && isLong(column)) ? 3 : 0;
}

/** Gives how evenly the rows fall into the groups of a column, from 0 to 1: the entropy of the groups. */
function evenness(column: Column): number {
  const counts = new Map<number, number>();
  for (let row = 0; row < column.length; row++) {
    const code = column.codes[row]!;
    if (code) counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  let found = 0;
  for (const count of counts.values()) found -= (count / all) * Math.log2(count / all);
  return counts.size > 1 ? found / Math.log2(Math.max(2, all)) : 0;
}

function isLong(column: Column): boolean {
  const size = Math.min(column.size, SAMPLE);
  for (let code = 1; code < size; code++) if (column.sort(code)!.type === "literal" && column.value(code).length > LONG) return true;
  return false;
}

function distinct(columns: Columns, name: string): number {
  return (columns.column(name)?.size ?? 1) - 1;
}
