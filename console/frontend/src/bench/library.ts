// The history of runs and the saved queries of this browser.
import { addRun, readRuns, readSaved, save, type Run, type Saved } from "../keeping/history.ts";
import type { Kept } from "../keeping/storage.ts";
import type { Ending } from "../running/ending.ts";
import type { Term } from "../results/terms.ts";
import type { Pane } from "./pane.ts";

const RUNS = "bench.history";
const SAVED = "bench.saved";
const LONGEST_CELL = 80;

export class Library {
  private readonly kept: Kept;

  constructor(kept: Kept) {
    this.kept = kept;
  }

  runs(): Run[] {
    return readRuns(this.kept.read(RUNS));
  }

  /** Remembers a run that has ended. */
  ran(pane: Pane, { kind, rows, milliseconds }: Ending): void {
    const head = pane.head.map((row) => row.slice(0, 8).map(short));
    const run: Run = { text: pane.query, when: Date.now(), kind, rows, milliseconds: Math.round(milliseconds), release: pane.release, columns: pane.columns.slice(0, 8), head };
    const runs = addRun(this.runs(), run);
    this.kept.write(RUNS, () => runs, () => runs.slice(0, 25), () => runs.slice(0, 5).map((one) => ({ ...one, head: [] })));
  }

  clear(): void {
    this.kept.write(RUNS, () => []);
  }

  saved(): Saved[] {
    return readSaved(this.kept.read(SAVED));
  }

  save(name: string, text: string, view: string): boolean {
    const saved = save(this.saved(), { name, text, view, when: Date.now() });
    return this.kept.write(SAVED, () => saved);
  }

  remove(name: string): void {
    const saved = this.saved().filter((one) => one.name !== name);
    this.kept.write(SAVED, () => saved);
  }
}

function short(term: Term | null): string {
  if (!term) return "";
  const text = term.type === "iri" ? term.value.replace(/^.*[/#](?=.)/, "") : term.value;
  return text.length > LONGEST_CELL ? `${text.slice(0, LONGEST_CELL)}…` : text;
}
