// Days and periods as they stand in answers: dates, months, years, and the period IRIs.

/** From the first day to the day after the last, in milliseconds of UTC. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

const DAY = 86_400_000;
const PERIOD = /\/id\/period\/([^/]+)$/;

/** Gives the time that a text names (a date, month, quarter, half, year, or two of them), or null. */
export function span(text: string): Span | null {
  const [first, last, ...rest] = text.split("--");
  if (rest.length || first === undefined) return null;
  const from = single(first);
  const to = last === undefined ? from : single(last);
  return from && to && from.from < to.to ? { from: from.from, to: to.to } : null;
}

/** Gives the name of a period that an IRI is, such as `2024-S1`; empty where it is none. */
export function periodName(iri: string): string {
  const name = PERIOD.exec(iri)?.[1] ?? "";
  return name && span(name) ? name : "";
}

function single(text: string): Span | null {
  const found = /^(-?\d{4})(?:-(?:Q([1-4])|S([12])|(\d\d)(?:-(\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?)?))?$/.exec(text);
  if (!found) return null;
  const [, years, quarter, half, month, day] = found;
  const year = Number(years);
  if (day) {
    const from = time(year, Number(month) - 1, Number(day));
    if (new Date(from).getUTCDate() !== Number(day)) return null;
    return { from, to: from + DAY };
  }
  if (month) return Number(month) >= 1 && Number(month) <= 12 ? months(year, Number(month) - 1, 1) : null;
  if (quarter) return months(year, 3 * (Number(quarter) - 1), 3);
  if (half) return months(year, 6 * (Number(half) - 1), 6);
  return months(year, 0, 12);
}

function months(year: number, first: number, count: number): Span {
  return { from: time(year, first, 1), to: time(year, first + count, 1) };
}

function time(year: number, month: number, day: number): number {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return date.getTime();
}
