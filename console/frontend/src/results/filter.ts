// What a reader writes above a column to see fewer rows.
import type { Column } from "./columns.ts";
import { compare, decimal } from "./decimal.ts";
import { timeOf } from "./kinds.ts";
import { Pace } from "./pace.ts";
import { span } from "./periods.ts";
import type { Term } from "./terms.ts";

/** Tells whether a term passes; `label` is what it is called, where that is known. */
export type Test = (sort: Term | null, value: string, label: string) => boolean;

const COMPARISON = /^(<=|>=|<|>|=)\s*(.+)$/;
const RANGE = /^(\S+?)\s*\.\.\s*(\S+)$/;

/**
 * Gives the test that a text means: `> 5`, `<= 2024-06`, `10..20` compare numbers and times, `=x`
 * is exactly x, `!x` is not x, `-` is no term at all, and anything else is contained in the term or in its label.
 */
export function testOf(text: string): Test | null {
  const asked = text.trim();
  if (!asked) return null;
  if (asked === "-") return (sort) => sort === null;
  if (asked.startsWith("!") && asked.length > 1) {
    const inner = testOf(asked.slice(1));
    return inner && ((sort, value, label) => !inner(sort, value, label));
  }
  const range = RANGE.exec(asked);
  if (range) {
    const [least, most] = [bound(range[1]!), bound(range[2]!)];
    if (least && most) return (sort, value) => side(sort, value, least, "from") >= 0 && side(sort, value, most, "to") <= 0;
  }
  const comparison = COMPARISON.exec(asked);
  if (comparison) {
    const [, sign, operand] = comparison as unknown as [string, string, string];
    const limit = bound(operand);
    if (sign === "=") {
      const exactly = operand.toLocaleLowerCase();
      return (sort, value, label) =>
        sort !== null &&
        (value.toLocaleLowerCase() === exactly || label.toLocaleLowerCase() === exactly || (limit !== null && side(sort, value, limit, "from") === 0));
    }
    if (limit) {
      return (sort, value) => {
        const found = side(sort, value, limit, sign === ">" || sign === "<=" ? "to" : "from");
        return sign === ">" ? found > 0 : sign === ">=" ? found >= 0 : sign === "<" ? found < 0 : found <= 0;
      };
    }
  }
  const part = asked.toLocaleLowerCase();
  return (sort, value, label) =>
    sort !== null && (value.toLocaleLowerCase().includes(part) || label.toLocaleLowerCase().includes(part));
}

/** Gives the rows whose terms pass, each distinct term being tested once. */
export async function passing(
  rows: Uint32Array,
  column: Column,
  test: Test,
  label: (value: string) => string,
  pace = new Pace(),
): Promise<Uint32Array> {
  const passes = new Uint8Array(column.size);
  for (let code = 0; code < passes.length; code++) {
    const sort = column.sort(code);
    const value = column.value(code);
    passes[code] = test(sort, value, sort?.type === "iri" ? label(value) : "") ? 1 : 0;
    if ((code & 0x3ff) === 0 && pace.due) await pace.breath();
  }
  const kept = new Uint32Array(rows.length);
  let count = 0;
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    if (passes[column.codes[row]!]) kept[count++] = row;
    if ((index & 0xffff) === 0 && pace.due) await pace.breath();
  }
  return kept.slice(0, count);
}

type Bound = { number: ReturnType<typeof decimal>; time: ReturnType<typeof span> };

function bound(text: string): Bound | null {
  const plain = text.replaceAll(/[,\u00a0\u202f_']/g, "");
  const found = { number: decimal(plain), time: span(text) };
  return found.number || found.time ? found : null;
}

/** Gives on which side of a limit a term stands; NaN where the two cannot be compared. */
function side(sort: Term | null, value: string, limit: Bound, edge: "from" | "to"): number {
  if (!sort) return Number.NaN;
  const number = sort.type === "literal" && sort.language === undefined ? decimal(value) : null;
  if (number && limit.number) return compare(number, limit.number);
  const time = timeOf(sort, value);
  if (!time || !limit.time) return Number.NaN;
  if (edge === "from") return time.from < limit.time.from ? -1 : time.from < limit.time.to ? 0 : 1;
  return time.to > limit.time.to ? 1 : time.to > limit.time.from ? 0 : -1;
}
