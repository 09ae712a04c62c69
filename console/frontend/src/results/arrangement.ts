// Which rows and columns of a table are seen, and in which order.
import type { Columns } from "./columns.ts";
import { passing, testOf } from "./filter.ts";
import { counted, ordered } from "./order.ts";
import { AbandonedError, Pace } from "./pace.ts";

export interface Sorting {
  readonly column: string;
  readonly descending: boolean;
}

/** The reader's arrangement of an answer. `onchange` is called when the rows in sight are others. */
export class Arrangement {
  sorting: Sorting | null = null;
  readonly filters = new Map<string, string>();
  readonly hidden = new Set<string>();
  readonly widths = new Map<string, number>();
  busy = false;
  onchange: () => void = () => {};
  private readonly columns: Columns;
  private readonly language: string;
  private readonly label: (iri: string) => string;
  private readonly prepare: (iris: Iterable<string>) => Promise<void>;
  private rows: Uint32Array | null = null;
  private running: AbortController | null = null;

  constructor(
    columns: Columns,
    language: string,
    label: (iri: string) => string,
    prepare: (iris: Iterable<string>) => Promise<void>,
  ) {
    this.columns = columns;
    this.language = language;
    this.label = label;
    this.prepare = prepare;
  }

  /** The columns in sight. */
  get shown(): string[] {
    return this.columns.names.filter((name) => !this.hidden.has(name));
  }

  /** How many rows are in sight. */
  get length(): number {
    return this.rows ? this.rows.length : this.columns.length;
  }

  /** Whether rows are sorted or left out. */
  get arranged(): boolean {
    return this.sorting !== null || this.filters.size > 0;
  }

  /** Gives which row of the answer is at a place. */
  row(place: number): number {
    return this.rows ? this.rows[place]! : place;
  }

  /** Turns a column through ascending, descending and as the answer has it. */
  turn(column: string): Promise<void> {
    const now = this.sorting?.column === column ? this.sorting : null;
    return this.sort(!now ? { column, descending: false } : now.descending ? null : { column, descending: true });
  }

  sort(sorting: Sorting | null): Promise<void> {
    this.sorting = sorting;
    return this.arrange();
  }

  filter(column: string, text: string): Promise<void> {
    if (text.trim()) this.filters.set(column, text);
    else this.filters.delete(column);
    return this.arrange();
  }

  /** Finds the rows in sight anew. What is in sight stays until they are found. */
  async arrange(): Promise<void> {
    this.running?.abort();
    if (!this.arranged) {
      this.rows = null;
      this.running = null;
      this.busy = false;
      this.onchange();
      return;
    }
    const mine = (this.running = new AbortController());
    const pace = new Pace(mine.signal);
    this.busy = true;
    this.onchange();
    try {
      let rows = counted(this.columns.length);
      for (const [name, text] of this.filters) {
        const column = this.columns.column(name);
        const test = testOf(text);
        if (!column || !test) continue;
        await this.prepare(iris(column));
        rows = await passing(rows, column, test, this.label, pace);
      }
      const column = this.sorting && this.columns.column(this.sorting.column);
      if (column) rows = await ordered(rows, column, this.sorting!.descending, this.language, pace);
      if (mine.signal.aborted) return;
      this.rows = rows;
      this.busy = false;
      this.onchange();
    } catch (error) {
      if (!(error instanceof AbandonedError)) throw error;
    }
  }
}

const LABELLED = 10_000;

function* iris(column: { size: number; sort(code: number): { type: string } | null; value(code: number): string }): Generator<string> {
  // of more than can be asked for in a moment, those whose labels are not known pass by their IRIs
  const size = Math.min(column.size, LABELLED);
  for (let code = 1; code < size; code++) if (column.sort(code)!.type === "iri") yield column.value(code);
}
