// Terms as they are written in TSV and N-Triples: both write them as Turtle does.

import { XSD, type Term } from "../results/terms.ts";

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tnrbf"'\\]))/g;
const PLAIN: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const NUMBER = /^[+-]?(?:\d+(\.\d*)?|(\.\d+))([eE][+-]?\d+)?$/;

/** Gives the term that is written so, null where nothing is: an unbound variable. */
export function readTerm(written: string): Term | null {
  if (written === "") return null;
  const first = written.charCodeAt(0);
  if (first === 60 && written.endsWith(">") && !written.startsWith("<<")) {
    return { type: "iri", value: unescape(written.slice(1, -1)) };
  }
  if (first === 34 || first === 39) return readString(written);
  if (written.startsWith("_:")) return { type: "bnode", value: written.slice(2) };
  if (written === "true" || written === "false") return literal(written, "boolean");
  const number = NUMBER.exec(written);
  if (number) return literal(written, number[3] ? "double" : number[1] || number[2] ? "decimal" : "integer");
  return { type: "literal", value: written };
}

function readString(written: string): Term {
  const end = written.lastIndexOf(written.charAt(0));
  const value = unescape(written.slice(1, end));
  const rest = written.slice(end + 1);
  if (rest.startsWith("@")) return { type: "literal", value, language: rest.slice(1) };
  if (rest.startsWith("^^<")) return { type: "literal", value, datatype: unescape(rest.slice(3, -1)) };
  return { type: "literal", value };
}

function literal(value: string, name: string): Term {
  return { type: "literal", value, datatype: XSD + name };
}

function unescape(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(ESCAPE, (_, four: string | undefined, eight: string | undefined, plain: string | undefined) =>
    plain === undefined ? String.fromCodePoint(parseInt((four ?? eight)!, 16)) : (PLAIN[plain] ?? plain),
  );
}
