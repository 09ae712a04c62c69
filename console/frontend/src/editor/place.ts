// Where in a query something is being written, and what the query already says about it.
import type { SyntaxNode, Tree } from "@lezer/common";
import { KEYWORDS } from "./language.ts";
import { above, iriOf, parse, prefixesOf, variablesOf, type Prefixes } from "./syntax.ts";

export type Position = "subject" | "predicate" | "object" | "class" | "graph" | "prefix" | "any" | "variable" | "keyword" | "function" | "none";

export interface Place {
  readonly position: Position;
  /** Where the word that is being written begins. */
  readonly from: number;
  readonly word: string;
  /** The classes that the query gives the subject. */
  readonly classes: readonly string[];
  /** The property whose value is being written; where a property or a class is, those that lead to its subject. */
  readonly properties: readonly string[];
  /** Where a property or a class is being written: what else the query says its subject has. */
  readonly having: readonly string[];
  readonly variables: readonly string[];
}

const VARIABLE = /[?$][\p{L}\p{N}_]*$/u;
const REFERENCE = /<[^<>"{}|^`\\\s]*$/;
const WORD = /[\p{L}\p{N}_](?:[\p{L}\p{N}_\-.:%]*[\p{L}\p{N}_\-:%])?$|[\p{L}\p{N}_]*:$/u;
// words that stand before the last and are nothing in a query but the beginning of a name
const EARLIER = /(?<![^\s;.{[(])(?:\p{L}[\p{L}\p{N}_-]+[ ])+$/u;
const REST = /^[\p{L}\p{N}_\-:%]*/u;
const PREFIX_LINE = /(?:^|[\s>])PREFIX\s+[\p{L}\p{N}_\-.]*:?$/iu;
// an IRI where the cursor is: the grammar then tells what it would be
const PROBE = "<urn:x-here:>";

const SILENT = new Set(["Comment", "String", "Langtag", "PrefixDecl", "BaseDecl", "LimitClause", "OffsetClause"]);
const NAMED: ReadonlySet<Position> = new Set(["subject", "predicate", "object", "class", "graph"]);
const GRAPHS = new Set(["GraphGraphPattern", "DatasetClause", "DefaultGraphClause", "NamedGraphClause", "SourceSelector", "GraphRef", "UsingClause"]);
const VERBS = new Set(["Verb", "VerbPath", "VerbSimple", "PathPrimary"]);
const OBJECTS = new Set(["Object", "ObjectPath"]);
const TRIPLES = new Set(["TriplesSameSubject", "TriplesSameSubjectPath"]);
const LISTS = new Set(["PropertyListNotEmpty", "PropertyListPathNotEmpty", "PropertyList", "PropertyListPath"]);
const NODES = new Set(["BlankNodePropertyList", "BlankNodePropertyListPath"]);
const EXPRESSIONS = new Set(["Expression", "Constraint", "OrderCondition", "GroupCondition", "HavingCondition", "SelectClause", "ArgList"]);
const VALUES = new Set(["DataBlockValue", "InlineDataOneVar", "InlineDataFull", "DescribeQuery"]);

/** Gives the place of a position in a text; `known` are the prefixes that need no declaration. */
export function placeAt(text: string, at: number, known: Prefixes): Place {
  const before = text.slice(0, at);
  const variable = VARIABLE.exec(before);
  const written = variable ?? REFERENCE.exec(before) ?? WORD.exec(before);
  const from = written ? at - written[0].length : at;
  const word = written?.[0] ?? "";
  const earlier = word && /^[\p{L}\p{N}]+$/u.test(word) ? namesBefore(text.slice(0, from)) : 0;
  if (earlier) {
    const whole = placed(text, from - earlier, at, null, known);
    if (NAMED.has(whole.position)) return whole;
  }
  return placed(text, from, at, variable, known);
}

/** Gives how many characters before a word are words of the same name, as in "Hong Kong". */
function namesBefore(text: string): number {
  const words = (EARLIER.exec(text)?.[0] ?? "").split(" ").slice(0, -1);
  const last = words.findLastIndex((word) => KEYWORDS.includes(word.toUpperCase()));
  return words.slice(last + 1).reduce((length, word) => length + word.length + 1, 0);
}

function placed(text: string, from: number, at: number, variable: RegExpExecArray | null, known: Prefixes): Place {
  const before = text.slice(0, at);
  const word = text.slice(from, at);
  const bare = { from, word, ...NOTHING };
  if (PREFIX_LINE.test(before)) return { ...bare, position: "prefix", variables: [] };

  const to = at + (REST.exec(text.slice(at))?.[0].length ?? 0);
  const probed = `${text.slice(0, from)} ${PROBE} ${text.slice(to)}`;
  const tree = parse(probed);
  const prefixes = prefixesOf(tree, probed, known);
  const variables = variablesOf(tree, probed);
  const node = tree.resolveInner(from + 2, 1);
  // a probe inside a comment or a string is not a token of its own
  if (above(node, SILENT)) return { ...bare, position: "none", variables };
  if (variable) return { ...bare, position: "variable", variables };
  return { ...bare, ...found(node, tree, probed, prefixes), variables };
}

type Found = Pick<Place, "position" | "classes" | "properties" | "having">;

const NOTHING = { classes: [], properties: [], having: [] };

function found(start: SyntaxNode, tree: Tree, text: string, prefixes: Prefixes): Found {
  for (let node: SyntaxNode | null = start; node; node = node.parent) {
    const { name } = node;
    if (name === "GroupGraphPattern" || name === "QuadData" || name === "ConstructTemplate") break;
    // what the grammar can only leave out is no name
    if (node.type.isError) return { position: "keyword", ...NOTHING };
    if (name === "FunctionCall") return { position: "function", ...NOTHING };
    if (GRAPHS.has(name)) return { position: "graph", ...NOTHING };
    if (EXPRESSIONS.has(name)) return { position: "any", ...NOTHING };
    if (VALUES.has(name)) return { position: "any", ...NOTHING };
    if (VERBS.has(name)) {
      const alone = /^[\s^!(]*$/.test(text.slice(verbOf(node).from, start.from));
      if (!alone) return { position: "predicate", ...NOTHING };
      return { position: "predicate", ...subjectOf(node, tree, text, prefixes) };
    }
    if (OBJECTS.has(name)) return valueOf(node, tree, text, prefixes);
    if (TRIPLES.has(name)) return { position: "subject", ...NOTHING };
  }
  return { position: "keyword", ...NOTHING };
}

function verbOf(node: SyntaxNode): SyntaxNode {
  let verb = node;
  for (let one: SyntaxNode | null = node; one && !LISTS.has(one.name); one = one.parent) if (VERBS.has(one.name)) verb = one;
  return verb;
}

function valueOf(node: SyntaxNode, tree: Tree, text: string, prefixes: Prefixes): Found {
  const written = verbBefore(node, text);
  const subject = subjectOf(node, tree, text, prefixes);
  if (isType(written, prefixes)) return { ...subject, position: "class", classes: [] };
  const property = lastOf(written, prefixes);
  return { position: "object", classes: subject.classes, properties: property ? [property] : [], having: [] };
}

function verbBefore(node: SyntaxNode, text: string): string {
  const verb = before(above(node, new Set(["ObjectList", "ObjectListPath"])));
  return verb ? text.slice(verb.from, verb.to).trim() : "";
}

/** Gives the IRI of the property that a path ends with; empty for a variable. */
function lastOf(written: string, prefixes: Prefixes): string {
  const last = /(?:<[^>]*>|[^\s/|^!()<]+)[+*?)\s]*$/.exec(written)?.[0].replace(/[+*?)\s]+$/, "") ?? "";
  return last && !/^[?$]/.test(last) ? iriOf(last, prefixes) : "";
}

/** Gives the properties of which the variable before a verb is a value. */
function leadingTo(node: SyntaxNode, tree: Tree, text: string, prefixes: Prefixes): string[] {
  const subject = above(node, LISTS)?.parent?.firstChild;
  const name = subject ? text.slice(subject.from, subject.to) : "";
  if (!/^[?$]/.test(name)) return [];
  const found = new Set<string>();
  tree.iterate({
    enter({ name: kind, node: object }) {
      if (!OBJECTS.has(kind) || text.slice(object.from + 1, object.to).trim() !== name.slice(1)) return;
      const property = lastOf(verbBefore(object, text), prefixes);
      if (property) found.add(property);
    },
  });
  return [...found];
}

function before(list: SyntaxNode | null): SyntaxNode | null {
  let one = list?.prevSibling ?? null;
  while (one && !VERBS.has(one.name)) one = one.prevSibling;
  return one;
}

const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const SUBCLASS = "http://www.w3.org/2000/01/rdf-schema#subClassOf";

function isType(written: string, prefixes: Prefixes): boolean {
  const [first, ...rest] = written.replace(/[()\s]/g, "").split("/");
  const isA = first === "a" || iriOf(first ?? "", prefixes) === TYPE;
  return isA && rest.every((step) => iriOf(step.replace(/[+*?]$/, ""), prefixes) === SUBCLASS);
}

/** Gives what the query says of the subject of a verb or a value. */
function subjectOf(node: SyntaxNode, tree: Tree, text: string, prefixes: Prefixes): Omit<Found, "position"> {
  const lists = listsOf(node, tree, text);
  const every = (of: (list: SyntaxNode, text: string, prefixes: Prefixes) => string[]): string[] => [...new Set(lists.flatMap((list) => of(list, text, prefixes)))];
  return { classes: every(classesOf), properties: leadingTo(node, tree, text, prefixes), having: every(verbsOf) };
}

/** Gives the lists of properties and values of the same subject, wherever they stand. */
function listsOf(node: SyntaxNode, tree: Tree, text: string): SyntaxNode[] {
  const list = above(node, LISTS);
  const owner = list?.parent ?? null;
  if (!list || !owner) return [];
  if (NODES.has(owner.name)) return [list];
  const subject = owner.firstChild ? text.slice(owner.firstChild.from, owner.firstChild.to) : "";
  if (!/^[?$]/.test(subject)) return [];
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter({ name, node: triples }) {
      if (!TRIPLES.has(name) || !triples.firstChild) return;
      if (text.slice(triples.firstChild.from + 1, triples.firstChild.to) !== subject.slice(1)) return;
      for (let one = triples.firstChild.nextSibling; one; one = one.nextSibling) if (LISTS.has(one.name)) found.push(one);
    },
  });
  return found;
}

/** Gives the properties that a list names one by one, not by paths; that of the class says nothing more. */
function verbsOf(list: SyntaxNode, text: string, prefixes: Prefixes): string[] {
  const found: string[] = [];
  for (let one = list.firstChild; one; one = one.nextSibling) {
    if (LISTS.has(one.name)) found.push(...verbsOf(one, text, prefixes));
    const written = VERBS.has(one.name) ? text.slice(one.from, one.to).trim() : "";
    if (written === PROBE || isType(written, prefixes) || !/^(?:<[^>]*>|[^\s/|^!()*+?$<]+)$/.test(written)) continue;
    const iri = iriOf(written, prefixes);
    if (iri) found.push(iri);
  }
  return found;
}

/** Gives the classes that a list of properties and values names. */
function classesOf(list: SyntaxNode, text: string, prefixes: Prefixes): string[] {
  const classes: string[] = [];
  let typed = false;
  for (let one = list.firstChild; one; one = one.nextSibling) {
    if (VERBS.has(one.name)) typed = isType(text.slice(one.from, one.to).trim(), prefixes);
    else if (LISTS.has(one.name)) classes.push(...classesOf(one, text, prefixes));
    else if (typed && one.name.startsWith("ObjectList")) {
      for (const object of [...one.getChildren("Object"), ...one.getChildren("ObjectPath")]) {
        const written = text.slice(object.from, object.to).trim();
        const iri = written === PROBE ? "" : iriOf(written, prefixes);
        if (iri) classes.push(iri);
      }
    }
  }
  return classes;
}
