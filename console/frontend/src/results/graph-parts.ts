// The things and links of an answer: triples as they are, rows by the IRIs that stand in them.
import type { Columns } from "./columns.ts";
import type { Kind } from "./terms.ts";

export interface Node {
  readonly id: string;
  /** How many links it has. */
  degree: number;
  /** Its label among the triples themselves, in the best language that came. */
  label: string;
  expanded: boolean;
}

export interface Edge {
  readonly from: Node;
  readonly to: Node;
  /** An IRI of a property, or the name of a column. */
  readonly name: string;
}

export const MOST_NODES = 250;
export const MOST_EDGES = 600;

const LABELS = new Set(["http://www.w3.org/2000/01/rdf-schema#label", "http://www.w3.org/2004/02/skos/core#prefLabel"]);
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";

/** The graph that is in sight; it only grows. */
export class Parts {
  readonly nodes = new Map<string, Node>();
  readonly edges = new Map<string, Edge>();
  /** How many links found no room. */
  left = 0;

  /** Adds a link and its ends; tells whether it is new. */
  link(from: string, name: string, to: string): boolean {
    const key = `${from}\n${name}\n${to}`;
    if (this.edges.has(key)) return false;
    const fresh = Number(!this.nodes.has(from)) + Number(!this.nodes.has(to));
    if (this.nodes.size + fresh > MOST_NODES || this.edges.size >= MOST_EDGES) {
      this.left++;
      return false;
    }
    const [start, end] = [this.node(from), this.node(to)];
    start.degree++;
    end.degree++;
    this.edges.set(key, { from: start, to: end, name });
    return true;
  }

  node(id: string): Node {
    let found = this.nodes.get(id);
    if (!found) this.nodes.set(id, (found = { id, degree: 0, label: "", expanded: false }));
    return found;
  }
}

/** Gives the graph of an answer; `language` is that of labels which are among its triples. */
export function partsOf(columns: Columns, kind: Kind, language: string): Parts {
  return kind === "graph" && columns.names.length === 3 ? ofTriples(columns, language) : ofRows(columns);
}

function ofTriples(columns: Columns, language: string): Parts {
  const parts = new Parts();
  const [subjects, predicates, objects] = columns.columns as [Columns["columns"][number], Columns["columns"][number], Columns["columns"][number]];
  const labels = new Map<string, { text: string; wanted: boolean }>();
  for (let row = 0; row < columns.length; row++) {
    const [subject, predicate, object] = [subjects.at(row), predicates.at(row), objects.at(row)];
    if (!subject || !predicate || !object) continue;
    if (object.type === "literal") {
      if (!LABELS.has(predicate.value)) continue;
      const wanted = object.language === language;
      if (wanted || !labels.has(subject.value)) labels.set(subject.value, { text: object.value, wanted });
    } else if (subject.type !== "literal") {
      parts.link(subject.value, predicate.value, object.value);
    }
  }
  for (const [id, { text }] of labels) {
    const node = parts.nodes.get(id);
    if (node) node.label = text;
  }
  return parts;
}

function ofRows(columns: Columns): Parts {
  const parts = new Parts();
  for (let row = 0; row < columns.length; row++) {
    const things = columns.columns.flatMap((column) => {
      const term = column.at(row);
      return term && term.type !== "literal" ? [{ name: column.name, id: term.value }] : [];
    });
    const [first, ...others] = things;
    for (const other of others) if (first && first.id !== other.id) parts.link(first.id, other.name, other.id);
  }
  return parts;
}

/** Tells whether a link only says what kind of thing something is. */
export function isType(edge: Edge): boolean {
  return edge.name === TYPE;
}
