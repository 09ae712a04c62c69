// What a view asks the server beside the answer it shows.
import { address } from "./site.ts";

export type Solution = Readonly<Record<string, { readonly type: string; readonly value: string }>>;

const FORBIDDEN = /[\x00-\x20<>"{}|\\^`]/;

/** Gives an IRI as a query writes it; empty where it cannot stand in one. */
export function bracketed(iri: string): string {
  return FORBIDDEN.test(iri) || !iri.includes(":") ? "" : `<${iri}>`;
}

/** Gives the solutions of a query; none where the server refuses it or is not there. */
export async function solutions(query: string, signal: AbortSignal): Promise<readonly Solution[]> {
  try {
    const answer = await fetch(address("sparql"), {
      method: "POST",
      headers: { "Content-Type": "application/sparql-query", Accept: "application/sparql-results+json" },
      body: query,
      signal,
    });
    if (!answer.ok) return [];
    return ((await answer.json()) as { results: { bindings: Solution[] } }).results.bindings;
  } catch (error) {
    if (signal.aborted || error instanceof TypeError) return [];
    throw error;
  }
}
