// What every view of an answer is given, and what it gives.
import type { Columns } from "./columns.ts";
import { notation, written, type Notation } from "./decimal.ts";
import { kindOfTerm, rolesOf, type Roles } from "./kinds.ts";
import type { Labels } from "./labels.ts";
import type { Meta, Phrases, Term } from "./terms.ts";

export const VIEWS = ["table", "chart", "map", "timeline", "graph", "pivot", "raw"] as const;
export type ViewName = (typeof VIEWS)[number];

/** What a reader set in a view, kept with its name in shared addresses. */
export type Options = Readonly<Record<string, string>>;

export interface View {
  readonly element: HTMLElement;
  /** Shows what has come since: rows, labels, the end of the answer. */
  refresh(): void;
  /** Gives the drawing, for export; null where nothing is drawn. */
  drawing?(): SVGSVGElement | null;
  close(): void;
}

/** An answer as views see it. */
export class Answer {
  readonly columns: Columns;
  readonly meta: Meta;
  readonly labels: Labels;
  readonly say: (key: string, values?: Record<string, string | number>) => string;
  /** Called by a view when the reader has set something in it. */
  onset: (options: Options) => void = () => {};
  /** The language of the page. */
  readonly language: string;
  readonly style: Notation;
  private readonly counts: Intl.NumberFormat;
  ended = false;
  complete = false;
  private roleCache: { roles: Roles; rows: number } | null = null;

  constructor(columns: Columns, meta: Meta, labels: Labels, phrases: Phrases, language: string) {
    this.columns = columns;
    this.meta = meta;
    this.labels = labels;
    this.language = language;
    this.style = notation(language);
    this.counts = new Intl.NumberFormat(language);
    this.say = (key, values = {}) =>
      (phrases[`results_${key}`] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
  }

  /** What the columns are for, as far as the rows that have come show it. */
  get roles(): Roles {
    const { seen: rows, length } = this.columns;
    // looked at again as the answer grows, and when all of it is read
    if (!this.roleCache || rows > 4 * this.roleCache.rows || (this.ended && rows === length && rows !== this.roleCache.rows)) {
      this.roleCache = { roles: rolesOf(this.columns), rows };
    }
    return this.roleCache.roles;
  }

  /** Gives a count as it is read. */
  count(number: number): string {
    return this.counts.format(number);
  }

  /** Gives a term as a drawing names it: a label, a number in groups, a text. */
  name(term: Term | null): string {
    if (!term) return "";
    if (term.type === "iri") return this.labels.name(term.value);
    if (term.type === "bnode") return `_:${term.value}`;
    return kindOfTerm(term, term.value) === "number" ? this.number(term.value) : term.value;
  }

  /** Gives what a column is called. */
  title(variable: string): string {
    return this.labels.title(variable);
  }

  /** Gives what a chart measures: a column, or without one how many rows there are. */
  measured(variable: string): string {
    return variable ? this.title(variable) : this.say("chart_count");
  }

  /** Gives columns as a menu offers them. */
  titled(variables: readonly string[]): readonly (readonly [string, string])[] {
    return variables.map((variable) => [variable, this.title(variable)] as const);
  }

  /** Gives a number as it is read, every digit kept. */
  number(lexical: string): string {
    return written(lexical, this.style);
  }
}
