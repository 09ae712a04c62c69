// What the columns of an answer hold, told by their terms and, where that is not enough, by their names.
import type { Column, Columns } from "./columns.ts";
import { isDecimal } from "./decimal.ts";
import { periodName, span } from "./periods.ts";
import { XSD, type Term } from "./terms.ts";

export type ColumnKind = "iri" | "number" | "time" | "boolean" | "point" | "text" | "bnode" | "empty" | "mixed";

const NUMBERS = new Set(
  [
    "decimal", "integer", "double", "float", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger",
    "nonPositiveInteger", "negativeInteger", "unsignedInt", "unsignedLong", "unsignedShort", "unsignedByte",
  ].map((name) => XSD + name),
);
const TIMES = new Set(["date", "dateTime", "gYear", "gYearMonth", "dateTimeStamp"].map((name) => XSD + name));
const POINT = /^(?:<[^>]*>\s*)?POINT\s*\(\s*([-+\d.]+)\s+([-+\d.]+)\s*\)$/i;
const WKT = "http://www.opengis.net/ont/geosparql#wktLiteral";
// so many distinct terms of a column are looked at: the rest is like them
const SAMPLE = 2000;
const OUR_PLACE = /\/id\/place\/[^/]+$/;
const OUR_FIGURE = /\/id\/(?:obs|cell|stmt|claim)\/[^/]+$/;

// what was found in a column and up to which term: terms are only ever added
const found = new WeakMap<Column, { kind: ColumnKind; size: number }>();

/** Gives what a column holds; `mixed` where it holds terms of more than one kind. */
export function kindOf(column: Column): ColumnKind {
  const size = Math.min(column.size, SAMPLE + 1);
  let { kind, size: code } = found.get(column) ?? { kind: "empty" as ColumnKind, size: 1 };
  for (; code < size && kind !== "mixed"; code++) {
    const one = kindOfTerm(column.sort(code)!, column.value(code));
    if (kind === "empty") kind = one;
    else if (one !== kind) kind = "mixed";
  }
  found.set(column, { kind, size });
  return kind;
}

/** Gives the kind of a single term; an IRI of a period counts as an IRI. */
export function kindOfTerm(sort: Term, value: string): ColumnKind {
  if (sort.type !== "literal") return sort.type;
  const datatype = sort.datatype ?? "";
  if (NUMBERS.has(datatype)) return isDecimal(value) ? "number" : "text";
  if (TIMES.has(datatype)) return "time";
  if (datatype === `${XSD}boolean`) return "boolean";
  if (datatype === WKT && POINT.test(value)) return "point";
  return "text";
}

/** Gives longitude and latitude of a point's text. */
export function pointOf(text: string): [number, number] | null {
  const found = POINT.exec(text);
  return found ? [Number(found[1]), Number(found[2])] : null;
}

/** What the columns are for, as far as it shows; the names are those of columns. */
export interface Roles {
  readonly kinds: readonly ColumnKind[];
  readonly numbers: readonly string[];
  /** Columns that say when: days, or IRIs of periods. */
  readonly times: readonly string[];
  /** The first and last days of something. */
  readonly span: readonly [string, string] | null;
  /** The bounds of a figure. */
  readonly bounds: readonly [string, string] | null;
  /** Pairs of latitude and longitude, the second pair being where a flow leads. */
  readonly coordinates: readonly (readonly [string, string])[];
  readonly points: readonly string[];
  /** Columns of IRIs of places. */
  readonly places: readonly string[];
  /** The column of IRIs whose page says what a row rests on. */
  readonly figure: string | null;
  /** Columns that can name a row, the likeliest first. */
  readonly names: readonly string[];
}

/** Gives what the columns of an answer are for, by the rows that are read. */
export function rolesOf(columns: Columns): Roles {
  const kinds = columns.first.map(kindOf);
  const named = (...kind: ColumnKind[]) => columns.names.filter((_, index) => kind.includes(kinds[index]!));
  const every = (name: string, test: (value: string) => boolean) => {
    const column = columns.first[columns.names.indexOf(name)]!;
    const size = Math.min(column.size, 50);
    for (let code = 1; code < size; code++) if (!test(column.value(code))) return false;
    return size > 1;
  };
  const iris = named("iri");
  const periods = iris.filter((name) => every(name, (value) => periodName(value) !== ""));
  const days = named("time");
  const numbers = named("number");
  const coordinates = pairs(numbers, /lat(?:itude)?/i, /lon(?:g(?:itude)?)?|lng/i);
  const onGround = new Set(coordinates.flat());
  const amounts = numbers.filter((name) => !onGround.has(name));
  const texts = named("text", "mixed", "boolean");
  const others = iris.filter((name) => !periods.includes(name));
  const figure = others.find((name) => every(name, (value) => OUR_FIGURE.test(value))) ?? null;
  const spans = pairs(days, /first|start|begin|from|since/i, /last|end|until|to$/i);
  const bounds = pairs(amounts, /lower|low$|min|least/i, /upper|high$|max|most/i);
  const labels = texts.filter((name) => /label|name|title/i.test(name));
  return {
    kinds,
    numbers: amounts,
    times: [...days, ...periods],
    span: spans[0] ?? null,
    bounds: bounds[0] ?? null,
    coordinates,
    points: named("point"),
    places: others.filter((name) => every(name, (value) => OUR_PLACE.test(value))),
    figure,
    names: [...new Set([...labels, ...others.filter((name) => name !== figure), ...texts, ...periods, ...others])],
  };
}

/** Tells whether a text of a column of this kind is a time, and which. */
export function timeOf(sort: Term | null, value: string) {
  if (!sort) return null;
  return span(sort.type === "iri" ? periodName(value) : value);
}

function pairs(names: readonly string[], first: RegExp, second: RegExp): [string, string][] {
  const seconds = names.filter((name) => second.test(name) && !first.test(name));
  const found: [string, string][] = [];
  for (const name of names.filter((one) => first.test(one))) {
    const rest = name.replace(first, "");
    const index = seconds.findIndex((one) => one.replace(second, "") === rest);
    if (index >= 0) found.push([name, seconds.splice(index, 1)[0]!]);
  }
  return found;
}
