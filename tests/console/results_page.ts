// The entry of the page on which tests look at results alone: rows are asked for or made up.
import { Results, type Kind } from "../../console/frontend/src/results/results.ts";
import { Written } from "../../console/frontend/src/results/written.ts";
import { run } from "../../console/frontend/src/running/run.ts";

const host = document.querySelector<HTMLElement>("#results")!;
const phrases = JSON.parse(document.querySelector("#phrases")!.textContent ?? "{}") as Record<string, string>;
const results = new Results(host, phrases);

/** Asks the server, and hands the rows over as they come. */
async function ask(query: string, kind?: Kind): Promise<void> {
  const ending = await run("/sparql", query, false, new AbortController().signal, {
    begin: (columns, own) => results.begin(columns, { query, kind: kind ?? own }),
    add: (rows) => results.add(rows),
  });
  results.end({ complete: ending.kind === "done" });
}

/** Makes up rows: a figure, its place, a number, a day and a text. */
function makeUp(count: number): void {
  const xsd = "http://www.w3.org/2001/XMLSchema#";
  const id = "https://w3id.org/cbec/id/";
  results.begin(["figure", "place", "value", "day", "note"], { query: "SELECT * {}", kind: "select" });
  const batch = 10_000;
  for (let start = 0; start < count; start += batch) {
    let rows = "";
    for (let row = start; row < Math.min(start + batch, count); row++) {
      const month = String((row % 12) + 1).padStart(2, "0");
      rows += `<${id}obs/f${row}>\t<${id}place/Area${row % 300}>\t${(row * 7919) % 1_000_003}.5\t`;
      rows += `"${2000 + (row % 25)}-${month}-01"^^<${xsd}date>\t${row % 3 ? `"note ${row % 97}"@en` : ""}\n`;
    }
    results.add(new Written(rows, 5));
  }
  results.end({ complete: true });
}

Object.assign(window, { results, ask, makeUp, Written });
