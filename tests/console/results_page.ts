// The entry of the page on which tests look at results alone: rows are asked for or made up.
import { Results, type Row, type Term } from "../../console/frontend/src/results/results.ts";

const host = document.querySelector<HTMLElement>("#results")!;
const phrases = JSON.parse(document.querySelector("#phrases")!.textContent ?? "{}") as Record<string, string>;
const results = new Results(host, phrases);

interface Binding {
  type: "uri" | "literal" | "bnode";
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

/** Asks the server, and hands the rows over. */
async function ask(query: string, kind: "select" | "graph" = "select"): Promise<void> {
  const answer = await fetch("/sparql", {
    method: "POST",
    headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" },
    body: query,
  });
  const { head, results: found } = (await answer.json()) as { head: { vars: string[] }; results: { bindings: Record<string, Binding>[] } };
  results.begin(head.vars, { query, kind });
  results.add(found.bindings.map((binding) => head.vars.map((name) => term(binding[name]))));
  results.end({ complete: true });
}

/** Makes up rows: a figure, its place, a number, a day and a text. */
function makeUp(count: number): void {
  const xsd = "http://www.w3.org/2001/XMLSchema#";
  const id = "https://w3id.org/cbec/id/";
  results.begin(["figure", "place", "value", "day", "note"], { query: "SELECT * {}", kind: "select" });
  const batch = 10_000;
  for (let start = 0; start < count; start += batch) {
    const rows: Row[] = [];
    for (let row = start; row < Math.min(start + batch, count); row++) {
      const month = String((row % 12) + 1).padStart(2, "0");
      rows.push([
        { type: "iri", value: `${id}obs/f${row}` },
        { type: "iri", value: `${id}place/Area${row % 300}` },
        { type: "literal", value: `${(row * 7919) % 1_000_003}.5`, datatype: `${xsd}decimal` },
        { type: "literal", value: `${2000 + (row % 25)}-${month}-01`, datatype: `${xsd}date` },
        row % 3 ? { type: "literal", value: `note ${row % 97}`, language: "en" } : null,
      ]);
    }
    results.add(rows);
  }
  results.end({ complete: true });
}

function term(binding: Binding | undefined): Term | null {
  if (!binding) return null;
  if (binding.type !== "literal") return { type: binding.type === "uri" ? "iri" : "bnode", value: binding.value };
  return {
    type: "literal",
    value: binding.value,
    ...(binding.datatype ? { datatype: binding.datatype } : {}),
    ...(binding["xml:lang"] ? { language: binding["xml:lang"] } : {}),
  };
}

Object.assign(window, { results, ask, makeUp });
