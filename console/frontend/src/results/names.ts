// What an IRI is called before its label is known, and where a reader who follows it arrives.

const BASE = "https://w3id.org/cbec/";
const SHORT: readonly (readonly [string, string])[] = [
  [`${BASE}ont#`, "cbec:"],
  [`${BASE}shapes#`, "shapes:"],
  [`${BASE}graph/`, "graph:"],
  ["http://www.w3.org/1999/02/22-rdf-syntax-ns#", "rdf:"],
  ["http://www.w3.org/2000/01/rdf-schema#", "rdfs:"],
  ["http://www.w3.org/2001/XMLSchema#", "xsd:"],
  ["http://www.w3.org/2002/07/owl#", "owl:"],
  ["http://www.w3.org/2004/02/skos/core#", "skos:"],
  ["http://www.w3.org/ns/shacl#", "sh:"],
  ["http://www.w3.org/ns/prov#", "prov:"],
  ["http://www.w3.org/ns/dcat#", "dcat:"],
  ["http://purl.org/dc/terms/", "dcterms:"],
  ["http://www.wikidata.org/entity/", "wd:"],
];
// the same rules as the server's, in console/addresses.py
const SPACES: readonly (readonly [string, string])[] = [
  [`${BASE}ont#`, "term/"],
  [`${BASE}shapes#`, "shape/"],
  [`${BASE}report#`, "result/"],
  [`${BASE}id/`, ""],
  [BASE, ""],
];
const WEB = /^https?:\/\/[^/?#\s<>"{}|\\^`]+[^\s<>"{}|\\^`]*$/i;

/** Gives a short name: with its prefix where it has one, else what is behind the last slash. */
export function shortName(iri: string): string {
  for (const [space, prefix] of SHORT) if (iri.startsWith(space) && iri.length > space.length) return prefix + iri.slice(space.length);
  const own = /^https:\/\/w3id\.org\/cbec\/(?:id|code)\/([^/]+)\/(.+)$/.exec(iri);
  if (own) return `${own[1] === "indicator" ? "ind" : own[1]}:${own[2]}`;
  return iri;
}

/** Gives the path of the page of an IRI of ours, from the root of the site; empty for others. */
export function pagePath(iri: string): string {
  if (iri === `${BASE}dataset`) return "catalog";
  if (iri.startsWith(`${BASE}examples/`)) return iri.slice(BASE.length);
  for (const [space, path] of SPACES) {
    if (iri.startsWith(space) && iri.length > space.length) {
      const rest = iri.slice(space.length).split("/").map(encodeURIComponent).join("/");
      return `doc/${path}${rest}`;
    }
  }
  return "";
}

/** Gives the IRI where a reader may follow it outside: only `http` and `https`. */
export function webAddress(iri: string): string {
  return WEB.test(iri) ? iri : "";
}
