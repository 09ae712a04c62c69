// The cells of a pivot table: rows of an answer in groups, and exact aggregates of each.
import type { Column, Columns } from "./columns.ts";
import { add, compare, decimal, share, text, type Decimal } from "./decimal.ts";
import { kindOfTerm, timeOf } from "./kinds.ts";
import type { Term } from "./terms.ts";

export const AGGREGATES = ["count", "distinct", "sum", "mean", "min", "max"] as const;
export type Aggregate = (typeof AGGREGATES)[number];

export interface PivotQuestion {
  readonly row: string;
  /** Empty for a single column. */
  readonly column: string;
  readonly value: string;
  readonly aggregate: Aggregate;
  /** A column of units: numbers of different units are never added. */
  readonly unit: string;
}

export interface Cell {
  readonly text: string;
  /** Rows whose value is no number, which a sum leaves out. */
  readonly left: number;
  /** Whether the numbers have more than one unit, so that there is no sum of them. */
  readonly mixed: boolean;
}

export interface PivotTable {
  readonly rows: readonly (Term | null)[];
  readonly columns: readonly (Term | null)[];
  /** By row, then by column; undefined where there are no rows of the answer. */
  readonly cells: readonly (readonly (Cell | undefined)[])[];
  readonly rowTotals: readonly Cell[];
  readonly columnTotals: readonly Cell[];
  readonly total: Cell;
  /** How many groups were left out. */
  readonly rowsLeft: number;
  readonly columnsLeft: number;
}

const MOST_ROWS = 500;
const MOST_COLUMNS = 60;

/** Gives the pivot table of an answer: the first groups, times in their order and others in that in which they come. */
export function pivoted(columns: Columns, question: PivotQuestion): PivotTable {
  const rowColumn = columns.column(question.row)!;
  const columnColumn = question.column ? columns.column(question.column)! : null;
  const value = columns.column(question.value)!;
  const unit = question.unit ? columns.column(question.unit) : undefined;
  const rows = groups(rowColumn, columns.length, MOST_ROWS);
  const across = columnColumn ? groups(columnColumn, columns.length, MOST_COLUMNS) : { order: [0], index: new Map(), left: 0 };
  const width = across.order.length;
  const cells = new Array<Tally | undefined>(rows.order.length * width);
  const rowTotals = rows.order.map(() => new Tally());
  const columnTotals = across.order.map(() => new Tally());
  const total = new Tally();
  for (let row = 0; row < columns.length; row++) {
    const down = rows.index.get(rows.key(row));
    const right = columnColumn ? across.index.get((across as Groups).key(row)) : 0;
    if (down === undefined || right === undefined) continue;
    const code = value.codes[row]!;
    const of = unit ? unit.codes[row]! : 0;
    const at = down * width + right;
    for (const tally of [(cells[at] ??= new Tally()), rowTotals[down]!, columnTotals[right]!, total]) tally.take(code, of, value);
  }
  const shown = (tally: Tally | undefined) => tally?.cell(question.aggregate);
  return {
    rows: rows.order.map((row) => rowColumn.at(row)),
    columns: columnColumn ? across.order.map((row) => columnColumn.at(row)) : [null],
    cells: rows.order.map((_, down) => Array.from({ length: width }, (_, right) => shown(cells[down * width + right]))),
    rowTotals: rowTotals.map((tally) => shown(tally)!),
    columnTotals: columnTotals.map((tally) => shown(tally)!),
    total: shown(total)!,
    rowsLeft: rows.left,
    columnsLeft: across.left,
  };
}

interface Groups {
  /** The first row of each group. */
  readonly order: number[];
  readonly index: Map<string | number, number>;
  readonly left: number;
  key(row: number): string | number;
}

function groups(column: Column, length: number, most: number): Groups {
  // a column that does not keep equal terms once is told apart by its texts
  const key = (row: number) => (column.interned ? column.codes[row]! : column.value(column.codes[row]!));
  const order: number[] = [];
  const index = new Map<string | number, number>();
  const beyond = new Set<string | number>();
  for (let row = 0; row < length; row++) {
    const found = key(row);
    if (index.has(found)) continue;
    if (order.length < most) index.set(found, order.push(row) - 1);
    else beyond.add(found);
  }
  const from = new Map(order.map((row) => [row, timeOf(column.at(row), column.at(row)?.value ?? "")] as const));
  if ([...from.values()].every((span) => span !== null)) {
    order.sort((one, other) => from.get(one)!.from - from.get(other)!.from || from.get(one)!.to - from.get(other)!.to);
    order.forEach((row, at) => index.set(key(row), at));
  }
  return { order, index, left: beyond.size, key };
}

class Tally {
  private rows = 0;
  private numbers = 0;
  private units = new Set<number>();
  private sum: Decimal = { digits: 0n, scale: 0 };
  private least: Decimal | null = null;
  private most: Decimal | null = null;
  private seen = new Set<number | string>();

  take(code: number, unit: number, column: Column): void {
    if (code === 0) return;
    this.rows++;
    const value = column.value(code);
    const sort = column.sort(code)!;
    this.seen.add(column.interned ? code : value);
    const number = kindOfTerm(sort, value) === "number" ? decimal(value) : null;
    if (!number) return;
    this.numbers++;
    this.units.add(unit);
    this.sum = add(this.sum, number);
    if (!this.least || compare(number, this.least) < 0) this.least = number;
    if (!this.most || compare(number, this.most) > 0) this.most = number;
  }

  cell(aggregate: Aggregate): Cell {
    if (aggregate === "count") return { text: String(this.rows), left: 0, mixed: false };
    if (aggregate === "distinct") return { text: String(this.seen.size), left: 0, mixed: false };
    const mixed = this.units.size > 1;
    const number = {
      sum: this.numbers ? this.sum : null,
      mean: this.numbers ? share(this.sum, this.numbers) : null,
      min: this.least,
      max: this.most,
    }[aggregate];
    return { text: mixed || !number ? "" : text(number), left: this.rows - this.numbers, mixed };
  }
}
