// What the syntax tree of a query says: its form, its names, where it does not fit.
import { SparqlLanguage } from "codemirror-lang-sparql";
import type { SyntaxNode, Tree } from "@lezer/common";

export type Prefixes = Readonly<Record<string, string>>;
export type Form = "select" | "ask" | "construct" | "describe" | "update" | "";

const FORMS: Readonly<Record<string, Form>> = {
  SelectQuery: "select",
  AskQuery: "ask",
  ConstructQuery: "construct",
  DescribeQuery: "describe",
  Update: "update",
};

export function parse(text: string): Tree {
  return SparqlLanguage.parser.parse(text);
}

/** Gives the form of a query; empty where it is not one yet. */
export function formOf(tree: Tree): Form {
  let form: Form = "";
  tree.iterate({
    enter({ name, from, to }) {
      if (to > from) form ||= FORMS[name] ?? "";
      return !form && (name === "Unit" || name === "Query");
    },
  });
  return form;
}

/** Gives the prefixes that a text may use: those of the server, and over them its own. */
export function prefixesOf(tree: Tree, text: string, known: Prefixes): Record<string, string> {
  const prefixes: Record<string, string> = { ...known };
  tree.iterate({
    enter({ name, node }) {
      if (name !== "PrefixDecl") return name === "Unit" || name === "Query" || name === "Prologue" || name === "Update";
      const space = node.getChild("Pname_ns");
      const iri = node.getChild("IriRef");
      if (space && iri) prefixes[text.slice(space.from, space.to - 1)] = text.slice(iri.from + 1, iri.to - 1);
      return false;
    },
  });
  return prefixes;
}

/** Gives the IRI that a name stands for, as it is written; empty where its prefix is unknown. */
export function iriOf(written: string, prefixes: Prefixes): string {
  if (written.startsWith("<")) return written.slice(1, -1);
  const colon = written.indexOf(":");
  const space = colon < 0 ? undefined : prefixes[written.slice(0, colon)];
  return space === undefined ? "" : space + written.slice(colon + 1).replace(/\\([_~.\-!$&'()*+,;=/?#@%])/g, "$1");
}

export interface Spot {
  readonly from: number;
  readonly to: number;
}

/** Gives the name or variable at a place of the text, where there is one. */
export function nameAt(tree: Tree, text: string, at: number): (Spot & { written: string }) | null {
  for (const side of [1, -1] as const) {
    const { name, from, to } = tree.resolveInner(at, side);
    if (name === "Pname_ln" || name === "IriRef" || name === "Pname_ns") return { from, to, written: text.slice(from, to) };
  }
  return null;
}

/** Gives the first place where the text does not fit the grammar; what follows it is guesswork. */
export function misfit(tree: Tree, text: string): Spot | null {
  let found: Spot | null = null;
  tree.iterate({
    enter({ type, from, to }) {
      if (found) return false;
      if (type.isError) found = widened(text, from, to);
      return undefined;
    },
  });
  return found;
}

function widened(text: string, from: number, to: number): Spot {
  if (to > from) return { from, to };
  const next = /\S\w*/.exec(text.slice(from));
  if (next) return { from: from + next.index, to: from + next.index + next[0].length };
  const last = text.trimEnd().length;
  return { from: Math.max(0, last - 1), to: Math.max(last, 1) };
}

/** Gives the variables of a text in the order of their first mention, without the mark. */
export function variablesOf(tree: Tree, text: string): string[] {
  const found = new Set<string>();
  tree.iterate({
    enter({ name, from, to }) {
      if (name === "Var") found.add(text.slice(from + 1, to));
    },
  });
  return [...found];
}

/** Gives the nearest node above, or this one, that has one of the names. */
export function above(node: SyntaxNode | null, names: ReadonlySet<string>): SyntaxNode | null {
  for (let one = node; one; one = one.parent) if (names.has(one.name)) return one;
  return null;
}

const VIEW = /^\s*#\s*defaultView\s*:\s*(\w+)/m;

/** Gives the view that a query names in a comment: `#defaultView:Map`. In small letters. */
export function defaultView(text: string): string {
  return VIEW.exec(text)?.[1]?.toLowerCase() ?? "";
}
