// Which chart fits an answer, and what of the answer it draws. Numbers become positions only here.
import type { Columns } from "./columns.ts";
import { decimal, position } from "./decimal.ts";
import { kindOfTerm, timeOf, type Roles } from "./kinds.ts";
import type { Span } from "./periods.ts";
import { XSD, type Term } from "./terms.ts";

export const CHARTS = ["line", "bar", "scatter", "interval"] as const;
export type ChartType = (typeof CHARTS)[number];

/** What a chart shows: names of columns; empty where there is none. Without `y` rows are counted. */
export interface Choice {
  readonly type: ChartType;
  readonly x: string;
  readonly y: string;
  readonly series: string;
  /** The unit whose numbers are drawn, where there are several; they have no axis in common. */
  readonly unit: string;
}

export interface Point {
  readonly row: number;
  /** What names the point on an axis of names. */
  readonly name: Term | null;
  readonly x: number;
  readonly span: Span | null;
  readonly y: number;
  readonly lower: number;
  readonly upper: number;
  /** The terms as they are written, for tables and tips. */
  readonly terms: { readonly x: Term | null; readonly y: Term | null; readonly lower: Term | null; readonly upper: Term | null };
  readonly series: Term | null;
  /** When, where neither the axis nor the series says it. */
  readonly time: Term | null;
}

export interface Points {
  readonly points: readonly Point[];
  /** How many rows could be drawn, if there were room. */
  readonly total: number;
}

export const MOST: Record<ChartType, number> = { line: 5000, scatter: 5000, bar: 60, interval: 60 };
export const MOST_SERIES = 6;

/** Gives the column that says in which unit the numbers of a row are. */
export function unitColumn(columns: Columns): string | undefined {
  return columns.names.find((name) => /^(?:unit|currency)/i.test(name));
}

/** Gives the units of the numbers where there are several, the commonest first. */
export function unitsOf(columns: Columns): readonly Term[] {
  const column = columns.column(unitColumn(columns) ?? "");
  if (!column || column.size < 3 || column.size > 60) return [];
  const counts = new Map<number, number>();
  for (let row = 0; row < column.length; row++) counts.set(column.codes[row]!, (counts.get(column.codes[row]!) ?? 0) + 1);
  counts.delete(0);
  return [...counts].toSorted((a, b) => b[1] - a[1]).map(([code]) => column.term(code)!);
}

/** Gives the columns that can stand across in a chart of this type. */
export function across(type: ChartType, roles: Roles, columns: Columns): readonly string[] {
  if (type === "line" || type === "scatter") return [...roles.times, ...roles.numbers];
  return columns.names;
}

/** Gives the columns of the bounds that a chart draws around its values. */
export function bounded(choice: Choice, roles: Roles): Roles["bounds"] {
  const amounts = roles.numbers.filter((name) => !roles.bounds?.includes(name));
  // of several amounts nobody knows which the bounds belong to
  const sure = choice.type === "line" && amounts.length === 1 && amounts[0] === choice.y;
  return sure || choice.type === "interval" ? roles.bounds : null;
}

/** Gives what is drawn: the first rows that have what the chart needs. */
export function points(columns: Columns, choice: Choice, roles: Roles): Points {
  if (!choice.y) return counts(columns, choice);
  const found: Point[] = [];
  let total = 0;
  const at = (name: string, row: number) => columns.column(name)?.at(row) ?? null;
  const byPlace = choice.type === "line" || choice.type === "scatter";
  const bounds = bounded(choice, roles);
  const units = unitColumn(columns) ?? "";
  const time = [choice.x, choice.series].some((name) => roles.times.includes(name)) ? "" : (roles.times[0] ?? "");
  for (let row = 0; row < columns.length; row++) {
    if (choice.unit && at(units, row)?.value !== choice.unit) continue;
    const [x, y] = [at(choice.x, row), at(choice.y, row)];
    const [lower, upper] = bounds ? [at(bounds[0], row), at(bounds[1], row)] : [null, null];
    const value = place(y);
    const ends = [place(lower), place(upper)] as const;
    const span = x && during(x, choice.x === roles.span?.[0] ? at(roles.span[1], row) : null);
    const where = span ? span.from : place(x);
    const drawable = choice.type === "interval" ? !Number.isNaN(value) || ends.some((end) => !Number.isNaN(end)) : !Number.isNaN(value);
    if (!drawable || (byPlace && Number.isNaN(where))) continue;
    total++;
    if (found.length >= MOST[choice.type]) continue;
    found.push({ row, name: x, x: where, span, y: value, lower: ends[0], upper: ends[1], terms: { x, y, lower, upper }, series: at(choice.series, row), time: at(time, row) });
  }
  // names stand in the order of the answer, and times in theirs
  if (!byPlace && found.every(({ span }) => span)) found.sort((one, other) => one.span!.from - other.span!.from || one.span!.to - other.span!.to);
  return { points: found, total };
}

/** Gives how many rows there are of each name and series, the most first. */
function counts(columns: Columns, choice: Choice): Points {
  const at = (name: string, row: number) => columns.column(name)?.codes[row] ?? 0;
  const groups = new Map<string, { row: number; count: number }>();
  for (let row = 0; row < columns.length; row++) {
    const key = `${at(choice.x, row)} ${at(choice.series, row)}`;
    const group = groups.get(key);
    if (group) group.count++;
    else groups.set(key, { row, count: 1 });
  }
  const found = [...groups.values()].toSorted((a, b) => b.count - a.count || a.row - b.row);
  const term = (name: string, row: number) => columns.column(name)?.at(row) ?? null;
  const drawn = found.slice(0, MOST.bar).map(({ row, count }): Point => {
    const name = term(choice.x, row);
    const y: Term = { type: "literal", value: String(count), datatype: `${XSD}integer` };
    const terms = { x: name, y, lower: null, upper: null };
    return { row, name, x: Number.NaN, span: null, y: count, lower: Number.NaN, upper: Number.NaN, terms, series: term(choice.series, row), time: null };
  });
  return { points: drawn, total: found.length };
}

/** Gives the points with periods of unlike lengths moved to their middles. */
export function centred(found: readonly Point[]): readonly Point[] {
  const lengths = found.flatMap(({ span }) => (span ? [span.to - span.from] : []));
  if (!lengths.length || Math.max(...lengths) < 1.2 * Math.min(...lengths)) return found;
  return found.map((point) => (point.span ? { ...point, x: (point.span.from + point.span.to) / 2 } : point));
}

/** Gives how many months or days a span lasts, so that only like periods are joined by a line. */
export function lasting(span: Span | null): number {
  const days = span ? (span.to - span.from) / 86_400_000 : 0;
  return days < 20 ? days / 100 : Math.round(days / 30.44);
}

/** Gives the time of a term, up to the last day where another column says it. */
function during(first: Term, last: Term | null): Span | null {
  const from = timeOf(first, first.value);
  const to = last && timeOf(last, last.value);
  return from && to && to.to > from.from ? { from: from.from, to: to.to } : from;
}

function place(term: Term | null): number {
  const number = term && kindOfTerm(term, term.value) === "number" ? decimal(term.value) : null;
  return number ? position(number) : Number.NaN;
}
