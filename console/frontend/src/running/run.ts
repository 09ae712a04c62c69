// A query that runs: rows are handed on while they come, and its end is never silent.
import { breath } from "../results/pace.ts";
import type { Kind } from "../results/terms.ts";
import { Written } from "../results/written.ts";
import { kindOfRefusal, releaseOf, secondsOf, type Ending, type EndingKind, type ProblemDocument } from "./ending.ts";
import { TriplesReader, TsvReader, type Reader } from "./tables.ts";

export interface Listener {
  /** The answer has begun: its columns, and what it is of. */
  begin(columns: readonly string[], kind: Kind, release: string): void;
  add(rows: Written): void;
}

const ROWS = "text/tab-separated-values";
const TRIPLES = "application/n-triples";
const JSON_ROWS = "application/sparql-results+json";
/** A page holds no more rows than these; the downloads have all. */
export const MOST_ROWS = 2_000_000;
/** After so many milliseconds of reading the page is let live. */
const PIECE = 10;
/** So many bytes are read at a time: what comes at once may be of megabytes. */
const SOME = 1 << 16;

/** Runs a query until it ends; aborting `signal` stops the engine too. */
export async function run(endpoint: string, query: string, isAsk: boolean, signal: AbortSignal, listener: Listener): Promise<Ending> {
  const started = performance.now();
  let rows = 0;
  let release = "";
  const ending = (kind: EndingKind, more: Partial<Ending> = {}): Ending => ({
    kind: signal.aborted ? "stopped" : kind,
    rows,
    milliseconds: performance.now() - started,
    release,
    ...more,
  });
  let answer: Response;
  try {
    answer = await fetch(endpoint, {
      method: "POST",
      headers: {
        "Content-Type": "application/sparql-query",
        Accept: isAsk ? JSON_ROWS : `${ROWS}, ${TRIPLES};q=0.9, application/problem+json;q=0.1`,
      },
      body: query,
      signal,
    });
  } catch {
    // fetch fails where no answer begins: nobody is there, or the reader stopped
    return ending("offline");
  }
  release = releaseOf(answer.headers.get("Link"));
  if (!answer.ok) return ending(...(await refusal(answer)));
  try {
    if (isAsk) {
      const said = (await answer.json().catch(broken)) as { boolean: boolean };
      listener.begin(["answer"], "ask", release);
      listener.add(new Written(`${said.boolean}\n`, 1));
      rows = 1;
      // "no" has its reasons as an empty answer has
      return ending(said.boolean ? "done" : "empty");
    }
    const triples = answer.headers.get("Content-Type")?.startsWith(TRIPLES) ?? false;
    const reader = triples ? new TriplesReader() : new TsvReader();
    let begun = false;
    for await (const some of rowsOf(answer, reader)) {
      if (!begun && reader.columns) {
        begun = true;
        listener.begin(reader.columns, triples ? "graph" : "select", release);
      }
      rows += some.length;
      if (some.length) listener.add(some);
      // leaving the loop lets go of the answer, and the engine stops
      if (rows >= MOST_ROWS) return ending("full");
    }
    return ending(rows ? "done" : "empty");
  } catch (error) {
    if (error instanceof BrokenError) return ending("cut");
    throw error;
  }
}

function broken(): never {
  throw new BrokenError();
}

/** The transfer broke: the server drops the connection where it cannot complete an answer. */
class BrokenError extends Error {}

async function refusal(answer: Response): Promise<[EndingKind, Partial<Ending>]> {
  let problem: ProblemDocument = {};
  try {
    problem = (await answer.json()) as ProblemDocument;
  } catch {
    problem = { title: `${answer.status} ${answer.statusText}` };
  }
  const retry = secondsOf(answer.headers.get("Retry-After"), Date.now());
  return [kindOfRefusal(answer.status, problem.code), retry === undefined ? { problem } : { problem, retry }];
}

async function* rowsOf(answer: Response, reader: Reader): AsyncGenerator<Written> {
  if (!answer.body) return;
  const decoder = new TextDecoder();
  const pieces = answer.body.getReader();
  let since = performance.now();
  try {
    for (;;) {
      const { done, value } = await pieces.read().catch(broken);
      if (done) break;
      for (let at = 0; at < value.length; at += SOME) {
        yield reader.push(decoder.decode(value.subarray(at, at + SOME), { stream: true }));
        if (performance.now() - since > PIECE) {
          await breath();
          since = performance.now();
        }
      }
    }
    yield reader.push(decoder.decode());
    yield reader.end();
  } finally {
    // of an answer that is read to its end or broken there is nothing left to let go of
    void pieces.cancel().catch(() => {});
  }
}
