// What an answer is made of: terms, rows, and how the answer ended.

export type Term =
  | { type: "iri"; value: string }
  | { type: "bnode"; value: string }
  | { type: "literal"; value: string; datatype?: string; language?: string };

/** The terms of a row in the order of the columns; null where a variable is not bound. */
export type Row = readonly (Term | null)[];

/** What the answer is of: solutions, triples (three columns) or yes and no (one column, one row). */
export type Kind = "select" | "graph" | "ask";

export interface Meta {
  readonly query: string;
  readonly kind: Kind;
  /** The release that answered, for the names of files. */
  readonly release?: string;
}

/** How an answer ended; `complete` only where every row has come. */
export interface State {
  readonly complete: boolean;
}

export type Phrases = Readonly<Record<string, string>>;

export const XSD = "http://www.w3.org/2001/XMLSchema#";
