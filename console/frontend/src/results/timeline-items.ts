// What of an answer happened when.
import type { Columns } from "./columns.ts";
import { timeOf, type Roles } from "./kinds.ts";
import type { Span } from "./periods.ts";

export interface Item extends Span {
  readonly row: number;
}

export interface Items {
  readonly items: readonly Item[];
  readonly total: number;
  /** Rows without a time. */
  readonly untimed: number;
}

export const MOST_ITEMS = 400;

/** Gives which columns say when: two, one, or none; `chosen` is what the reader asked for. */
export function timesOf(roles: Roles, chosen = ""): readonly string[] {
  if (roles.times.includes(chosen) && chosen !== roles.span?.[0]) return [chosen];
  return roles.span ?? roles.times.slice(0, 1);
}

/** Gives the rows that have a time, the earliest first. */
export function itemsOf(columns: Columns, times: readonly string[]): Items {
  const found: Item[] = [];
  let untimed = 0;
  const at = (name: string | undefined, row: number) => {
    const term = name ? columns.column(name)!.at(row) : null;
    return term && timeOf(term, term.value);
  };
  for (let row = 0; row < columns.length; row++) {
    const first = at(times[0], row);
    const last = at(times[1], row);
    const from = first ?? last;
    if (!from) {
      untimed++;
      continue;
    }
    // an end before its beginning is a mistake of the data, and drawn as its beginning
    found.push({ row, from: from.from, to: last && last.to > from.from ? last.to : from.to });
  }
  found.sort((a, b) => a.from - b.from || a.to - b.to || a.row - b.row);
  return { items: found.slice(0, MOST_ITEMS), total: found.length, untimed };
}

export interface Tick {
  readonly at: number;
  readonly text: string;
}

const DAY = 86_400_000;
const STEPS: readonly (readonly [number, "day" | "month" | "year", number])[] = [
  [DAY, "day", 1], [7 * DAY, "day", 7], [31 * DAY, "month", 1], [92 * DAY, "month", 3], [183 * DAY, "month", 6], [366 * DAY, "year", 1],
  [731 * DAY, "year", 2], [1827 * DAY, "year", 5], [3653 * DAY, "year", 10], [9131 * DAY, "year", 25], [36525 * DAY, "year", 100],
];

/** Gives the marks of a time axis: as many as have room, at round times. */
export function ticks(from: number, to: number, room: number, language: string): readonly Tick[] {
  const [, unit, by] = STEPS.find(([length]) => (to - from) / length <= room) ?? STEPS.at(-1)!;
  const style: Intl.DateTimeFormatOptions = { timeZone: "UTC", year: "numeric", ...(unit !== "year" ? { month: "short" } : {}), ...(unit === "day" ? { day: "numeric" } : {}) };
  const format = new Intl.DateTimeFormat(language, style);
  const start = new Date(from);
  const found: Tick[] = [];
  for (let step = 0; found.length < 200; step++) {
    const date = new Date(0);
    const year = start.getUTCFullYear();
    if (unit === "day") date.setUTCFullYear(year, start.getUTCMonth(), start.getUTCDate() + step * by);
    else if (unit === "month") date.setUTCFullYear(year, Math.floor(start.getUTCMonth() / by) * by + step * by, 1);
    else date.setUTCFullYear(Math.floor(year / by) * by + step * by, 0, 1);
    if (date.getTime() > to) return found;
    if (date.getTime() >= from) found.push({ at: date.getTime(), text: format.format(date) });
  }
  return found;
}
