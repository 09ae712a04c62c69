// What the page says of its server, and how to say things in the reader's language.
import type { Prefixes } from "../editor/syntax.ts";

export interface Values {
  /** Whether the query in the form is of the address. */
  readonly given: boolean;
  readonly language: string;
  readonly release: string;
  readonly endpoint: string;
  /** A query may take so many seconds; null where nothing bounds it. */
  readonly seconds: number | null;
  /** The link that led here; its address stays while its query stands. */
  readonly link: { readonly address: string; readonly query: string; readonly view: string; readonly options: Readonly<Record<string, string>> } | null;
  /** The style sheet of results. */
  readonly styles: string;
  /** The style sheet of what is shared. */
  readonly sharing: string;
  readonly services: Readonly<Record<string, string>>;
  readonly prefixes: Prefixes;
  readonly phrases: Readonly<Record<string, string>>;
}

/** Says a phrase of the workbench; `{name}` in it is what is given for that name. */
export type Speak = (key: string, given?: Readonly<Record<string, string | number>>) => string;

export function readValues(): Values | null {
  const text = document.querySelector("#bench-values")?.textContent;
  return text ? (JSON.parse(text) as Values) : null;
}

export function speaker(values: Values): Speak {
  return (key, given = {}) => (values.phrases[`bench_${key}`] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
}

export function part<Kind extends HTMLElement = HTMLElement>(id: string): Kind {
  const found = document.querySelector<Kind>(`#${id}`);
  if (!found) throw new Error(`the page has no part #${id}`);
  return found;
}

/** Gives a number as the reader's language writes it. */
export function counted(count: number): string {
  return count.toLocaleString(document.documentElement.lang || "en");
}

export function seconds(milliseconds: number): string {
  const digits = milliseconds < 10_000 ? 2 : 1;
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${(milliseconds / 1000).toLocaleString(document.documentElement.lang || "en", options)} s`;
}
