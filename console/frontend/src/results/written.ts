// Rows as they are written in TSV, and terms as TSV and N-Triples write them: as Turtle does.
import { XSD, type Row, type Term } from "./terms.ts";

/** Whole lines of TSV: to cut them into cells is left to whoever keeps or shows them. */
export class Written {
  readonly text: string;
  readonly width: number;
  readonly length: number;
  private lines: Uint32Array | null = null;

  /** `text` is of lines that each end with a line feed, of `width` cells each. */
  constructor(text: string, width: number) {
    this.text = text;
    this.width = width;
    let length = 0;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) length++;
    this.length = length;
  }

  /** Gives where every cell stands, row by row; a line that is too short is filled with empty ones. */
  each(take: (from: number, to: number, column: number) => void): void {
    const { text, width } = this;
    const last = width - 1;
    for (let at = 0; at < text.length && width; ) {
      const end = text.indexOf("\n", at);
      for (let column = 0; column < width; column++) {
        const tab = column < last ? text.indexOf("\t", at) : -1;
        const stop = tab < 0 || tab > end ? end : tab;
        take(at, stop, column);
        at = stop < end ? stop + 1 : end;
      }
      at = end + 1;
    }
  }

  /** Gives the terms of a row. */
  row(index: number): Row {
    const from = (this.lines ??= this.starts())[index]!;
    const line = new Written(this.text.slice(from, this.text.indexOf("\n", from) + 1), this.width);
    const row: (Term | null)[] = [];
    line.each((start, end) => row.push(readTerm(line.text.slice(start, end))));
    return row;
  }

  /** Gives the terms of the first rows. */
  head(count: number): Row[] {
    return Array.from({ length: Math.min(count, this.length) }, (_, index) => this.row(index));
  }

  private starts(): Uint32Array {
    const starts = new Uint32Array(this.length);
    for (let row = 1; row < starts.length; row++) starts[row] = this.text.indexOf("\n", starts[row - 1]) + 1;
    return starts;
  }
}

const ESCAPE = /\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([tnrbf"'\\]))/g;
const PLAIN: Readonly<Record<string, string>> = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };
const SHORT: Readonly<Record<string, string>> = { "\t": "t", "\n": "n", "\r": "r" };
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

/** Gives a term as it is written; equal terms are written alike. */
export function writeTerm(term: Term | null): string {
  if (!term) return "";
  if (term.type === "iri") return `<${escape(term.value)}>`;
  if (term.type === "bnode") return `_:${term.value}`;
  const quoted = `"${escape(term.value)}"`;
  if (term.language) return `${quoted}@${term.language}`;
  if (!term.datatype) return quoted;
  const plain = readTerm(term.value);
  const bare = plain?.type === "literal" && plain.value === term.value && plain.datatype === term.datatype;
  return bare ? term.value : `${quoted}^^<${term.datatype}>`;
}

function readString(written: string): Term {
  const end = written.lastIndexOf(written.charAt(0));
  const value = unescape(written.slice(1, end));
  const rest = written.slice(end + 1);
  if (rest.startsWith("@")) return { type: "literal", value, language: rest.slice(1) };
  if (rest.startsWith("^^<")) return { type: "literal", value, datatype: unescape(rest.slice(3, -1)) };
  return { type: "literal", value };
}

function escape(text: string): string {
  return /[\\\t\n\r"]/.test(text) ? text.replace(/[\\\t\n\r"]/g, (one) => `\\${SHORT[one] ?? one}`) : text;
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
