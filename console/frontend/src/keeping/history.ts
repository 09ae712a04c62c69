// The queries that ran here with the heads of their results, and the queries that were saved.
import { KINDS, type EndingKind } from "../running/ending.ts";
import { numberOf, objectsOf, textOf } from "./storage.ts";

export interface Run {
  readonly text: string;
  readonly when: number;
  readonly kind: EndingKind;
  readonly rows: number;
  readonly milliseconds: number;
  readonly release: string;
  readonly columns: readonly string[];
  /** The first rows as short texts. */
  readonly head: readonly (readonly string[])[];
}

export interface Saved {
  readonly name: string;
  readonly text: string;
  /** The view of its results, where the reader chose one. */
  readonly view: string;
  readonly when: number;
}

const MOST_RUNS = 100;
const MOST_COLUMNS = 8;
export const HEAD = 4;

/** Adds a run in front; the same query that ran before moves there. */
export function addRun(runs: readonly Run[], run: Run): Run[] {
  return [run, ...runs.filter(({ text }) => text !== run.text)].slice(0, MOST_RUNS);
}

export function readRuns(kept: unknown): Run[] {
  return objectsOf(kept)
    .map((one) => ({
      text: textOf(one.text),
      when: numberOf(one.when),
      kind: KINDS.find((kind) => kind === one.kind) ?? "done",
      rows: numberOf(one.rows),
      milliseconds: numberOf(one.milliseconds),
      release: textOf(one.release, 80),
      columns: texts(one.columns),
      head: Array.isArray(one.head) ? one.head.slice(0, HEAD).map(texts) : [],
    }))
    .filter(({ text }) => text !== "")
    .slice(0, MOST_RUNS);
}

export function readSaved(kept: unknown): Saved[] {
  return objectsOf(kept)
    .map((one) => ({ name: textOf(one.name, 120), text: textOf(one.text), view: textOf(one.view, 20), when: numberOf(one.when) }))
    .filter(({ name, text }) => name !== "" && text !== "");
}

/** Saves a query under a name; one of that name is replaced. */
export function save(saved: readonly Saved[], one: Saved): Saved[] {
  return [one, ...saved.filter(({ name }) => name !== one.name)];
}

/** Gives those whose words all occur in what is searched, in any order and case. */
export function matching<One>(all: readonly One[], search: string, said: (one: One) => string): One[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return all.filter((one) => {
    const text = said(one).toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.slice(0, MOST_COLUMNS).map((one) => textOf(one, 200)) : [];
}
