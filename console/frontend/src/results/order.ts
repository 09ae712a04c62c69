// Sorting rows by a column: by type, stable, exact, and without holding the page up.
import type { Column } from "./columns.ts";
import { compare, decimal, type Decimal } from "./decimal.ts";
import { kindOfTerm, timeOf } from "./kinds.ts";
import { Pace } from "./pace.ts";

const CLASSES = ["number", "time", "point", "boolean", "text", "iri", "bnode"];
const BLOCK = 512;

/**
 * Gives the rows in the order of a column, rows of equal terms as they were; rows without a term
 * come last either way. Numbers stand by value before times, texts (as the language sorts them) and
 * IRIs.
 */
export async function ordered(
  rows: Uint32Array,
  column: Column,
  descending: boolean,
  language: string,
  pace = new Pace(),
): Promise<Uint32Array> {
  const { ranks, count } = await ranked(column, language, pace);
  const places = new Uint32Array(count + 2);
  const place = (row: number) => {
    const rank = ranks[column.codes[row]!]!;
    return rank === 0 ? count : descending ? count - rank : rank - 1;
  };
  // a counting sort: as many places as there are ranks
  for (let index = 0; index < rows.length; index++) places[place(rows[index]!) + 1]!++;
  for (let rank = 1; rank < places.length; rank++) places[rank]! += places[rank - 1]!;
  const sorted = new Uint32Array(rows.length);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    sorted[places[place(row)]!++] = row;
    if ((index & 0xffff) === 0 && pace.due) await pace.breath();
  }
  return sorted;
}

/** Gives a rank from 1 for each code, equal ones for equal values, and 0 for no term. */
async function ranked(column: Column, language: string, pace: Pace): Promise<{ ranks: Uint32Array; count: number }> {
  const size = column.size;
  const classes = new Uint8Array(size);
  const rough = new Float64Array(size);
  for (let code = 1; code < size; code++) {
    const sort = column.sort(code)!;
    const value = column.value(code);
    const kind = kindOfTerm(sort, value);
    classes[code] = CLASSES.indexOf(kind);
    if (kind === "number") rough[code] = Number(value);
    else if (kind === "time") rough[code] = timeOf(sort, value)?.from ?? Number.NEGATIVE_INFINITY;
    if ((code & 0xfff) === 0 && pace.due) await pace.breath();
  }
  const collator = new Intl.Collator(language, { numeric: true });
  const exact = (code: number) => decimal(column.value(code)) as Decimal;
  const between = (a: number, b: number): number => {
    if (classes[a] !== classes[b]) return classes[a]! - classes[b]!;
    if (rough[a] !== rough[b]) return rough[a]! < rough[b]! ? -1 : 1;
    if (classes[a] === 0) return column.value(a) === column.value(b) ? 0 : compare(exact(a), exact(b));
    const [one, other] = [column.value(a), column.value(b)];
    if (one === other) return 0;
    // IRIs stand by their characters, as machines sort them
    return classes[a]! >= 5 ? (one < other ? -1 : 1) : collator.compare(one, other);
  };
  const codes = await merged(counted(size - 1, 1), between, pace);
  const ranks = new Uint32Array(size);
  let count = 0;
  for (let index = 0; index < codes.length; index++) {
    if (index === 0 || between(codes[index - 1]!, codes[index]!) !== 0) count++;
    ranks[codes[index]!] = count;
    if ((index & 0xfff) === 0 && pace.due) await pace.breath();
  }
  return { ranks, count };
}

/** Gives as many whole numbers, from the first on. */
export function counted(length: number, first = 0): Uint32Array {
  const numbers = new Uint32Array(length);
  for (let index = 0; index < length; index++) numbers[index] = first + index;
  return numbers;
}

/** Merges sorted blocks, pairwise, pausing between short pieces. */
async function merged(items: Uint32Array, between: (a: number, b: number) => number, pace: Pace): Promise<Uint32Array> {
  for (let start = 0; start < items.length; start += BLOCK) {
    items.subarray(start, start + BLOCK).sort(between);
    if (pace.due) await pace.breath();
  }
  let from: Uint32Array = items;
  let to: Uint32Array = new Uint32Array(items.length);
  for (let width = BLOCK; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) {
      const middle = Math.min(start + width, items.length);
      const end = Math.min(start + 2 * width, items.length);
      let [left, right] = [start, middle];
      for (let index = start; index < end; index++) {
        const takeLeft = left < middle && (right >= end || between(from[left]!, from[right]!) <= 0);
        to[index] = takeLeft ? from[left++]! : from[right++]!;
        if ((index & 0xff) === 0 && pace.due) await pace.breath();
      }
    }
    [from, to] = [to, from];
  }
  return from;
}
