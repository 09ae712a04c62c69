// The rows of an answer, kept by column: each distinct term once, and four bytes a cell.
import type { Row, Term } from "./terms.ts";
import { readTerm, writeTerm, Written } from "./written.ts";

// so many rows are read as they come: enough to tell what columns hold, and how wide they are
const AT_ONCE = 2000;
// and never so many characters wait that reading them would hold a page up
const OWED = 4_000_000;
const NOTHING = 0;
const ANGLE = 60;
const QUOTE = 34;
const BARE = -1;
// once so many terms have been seen, a column whose terms are mostly different stops looking for
// equal ones: to look costs more memory than it saves
const TRIED = 1 << 12;
const WORTH_IT = 0.6;

/** The terms of one variable. A code stands for a term; 0 is no term. */
export class Column {
  readonly name: string;
  /** The code of each row. */
  codes = new Uint32Array(256);
  length = 0;
  private readonly values: string[] = [""];
  private sorts = new Uint16Array(256);
  private readonly known: Term[];
  private readonly sortOf: Map<string, number>;
  // by how a term is written: who writes an answer writes equal terms alike
  private codeOf: Map<string, number> | null = new Map();
  private filled = 0;
  // what the last term was like: a column's terms are mostly alike, and then need not be parsed
  private form: Form = { first: Number.NaN, end: "", sort: 0 };

  constructor(name: string, sorts: Sorts) {
    this.name = name;
    this.known = sorts.samples;
    this.sortOf = sorts.numbers;
  }

  /** How many codes there are, that of no term included. */
  get size(): number {
    return this.values.length;
  }

  /** How many cells hold a term. */
  get bound(): number {
    return this.filled;
  }

  /** Adds a term as TSV writes it; `text` has it at this place, and `plain` says that it escapes nothing. */
  read(text: string, from: number, to: number, plain: boolean): void {
    if (this.length === this.codes.length) this.codes = grown(this.codes);
    this.codes[this.length++] = from === to ? NOTHING : this.code(text, from, to, plain);
    if (from !== to) this.filled++;
  }

  /** Gives the text of a code. */
  value(code: number): string {
    return this.values[code]!;
  }

  /** Gives a term of the same type, datatype and language as that of the code; null for none. */
  sort(code: number): Term | null {
    return code === NOTHING ? null : this.known[this.sorts[code]!]!;
  }

  /** Gives the term of a code. */
  term(code: number): Term | null {
    const sort = this.sort(code);
    return sort && { ...sort, value: this.values[code]! };
  }

  /** Gives the term of a row. */
  at(row: number): Term | null {
    return this.term(this.codes[row]!);
  }

  /** Whether equal terms have equal codes. */
  get interned(): boolean {
    return this.codeOf !== null;
  }

  private code(text: string, from: number, to: number, plain: boolean): number {
    if (this.codeOf && this.values.length > TRIED && this.values.length > WORTH_IT * this.length) this.codeOf = null;
    if (!this.codeOf) return this.append(text, from, to, plain);
    const written = text.slice(from, to);
    let code = this.codeOf.get(written);
    if (code === undefined) {
      code = this.append(text, from, to, plain);
      this.codeOf.set(written, code);
    }
    return code;
  }

  private append(text: string, from: number, to: number, plain: boolean): number {
    const { form } = this;
    let value: string;
    if (form.first === BARE && numberForm(text, from, to) === form.end) value = text.slice(from, to);
    else if (plain && isFramed(text, from, to, form)) value = text.slice(from + 1, to - form.end.length);
    else value = this.parsed(text.slice(from, to));
    const code = this.values.push(value) - 1;
    if (code >= this.sorts.length) this.sorts = grown(this.sorts);
    this.sorts[code] = this.form.sort;
    return code;
  }

  /** Gives the text of a term, and notes what it was like. */
  private parsed(written: string): string {
    const term = readTerm(written)!;
    const sort = this.sortNumber(term);
    const number = numberForm(written, 0, written.length);
    if (number) this.form = { first: BARE, end: number, sort };
    else if (term.type === "iri") this.form = { first: ANGLE, end: ">", sort };
    else if (written.startsWith('"')) this.form = { first: QUOTE, end: written.slice(written.lastIndexOf('"')), sort };
    else this.form = { first: Number.NaN, end: "", sort };
    return term.value;
  }

  private sortNumber(term: Term): number {
    const name =
      term.type === "literal" ? `"${term.language ? `@${term.language}` : (term.datatype ?? "")}` : term.type;
    let number = this.sortOf.get(name);
    if (number === undefined) {
      // beyond what two bytes count, languages and datatypes fall together with the last one
      number = Math.min(this.known.length, 0xffff);
      this.sortOf.set(name, number);
      this.known[number] = { ...term, value: "" };
    }
    return number;
  }
}

/** How terms of one sort are written: their first character, and what stands behind their text. */
interface Form {
  readonly first: number;
  readonly end: string;
  readonly sort: number;
}

/** Tells whether a term without escapes begins and ends so, and is no quoted triple. */
function isFramed(text: string, from: number, to: number, { first, end }: Form): boolean {
  return (
    text.charCodeAt(from) === first &&
    to - from > end.length &&
    text.startsWith(end, to - end.length) &&
    text.charCodeAt(from + 1) !== ANGLE
  );
}

/** Gives which number is written here without an exponent, empty for anything else. */
function numberForm(text: string, from: number, to: number): "" | "integer" | "decimal" {
  const sign = text.charCodeAt(from);
  let [digits, points] = [0, 0];
  for (let at = sign === 43 || sign === 45 ? from + 1 : from; at < to; at++) {
    const character = text.charCodeAt(at);
    if (character >= 48 && character <= 57) digits++;
    else if (character === 46) points++;
    else return "";
  }
  return !digits || points > 1 ? "" : points ? "decimal" : "integer";
}

interface Sorts {
  readonly samples: Term[];
  readonly numbers: Map<string, number>;
}

/**
 * The rows that have come so far. The first are read at once, the others when somebody looks: a
 * table shows and counts rows before they are read, everything else has them read to the last.
 */
export class Columns {
  readonly names: readonly string[];
  /** How many rows have come. */
  length = 0;
  /** How many of them are read. */
  seen = 0;
  private readonly made: readonly Column[];
  private readonly waiting: Written[] = [];
  private owed = 0;

  constructor(names: readonly string[]) {
    const sorts: Sorts = { samples: [], numbers: new Map() };
    this.names = names;
    this.made = names.map((name) => new Column(name, sorts));
  }

  /** All columns, with every row that has come. */
  get columns(): readonly Column[] {
    this.settle();
    return this.made;
  }

  /** All columns, as far as they are read: the first rows at least. */
  get first(): readonly Column[] {
    return this.made;
  }

  add(rows: readonly Row[]): void {
    this.read(new Written(rows.map((row) => `${this.names.map((_, index) => writeTerm(row[index] ?? null)).join("\t")}\n`).join(""), this.names.length));
  }

  /** Adds rows as they are written. */
  read(rows: Written): void {
    this.waiting.push(rows);
    this.length += rows.length;
    this.owed += rows.text.length;
    while ((this.seen < AT_ONCE || this.owed > OWED) && this.next());
  }

  /** Reads some of the rows that wait; false where none do. */
  next(): boolean {
    const rows = this.waiting.shift();
    if (!rows) return false;
    const { made } = this;
    const { text } = rows;
    const plain = !text.includes("\\");
    rows.each((from, to, index) => made[index]!.read(text, from, to, plain));
    this.seen += rows.length;
    this.owed -= text.length;
    return true;
  }

  /** Reads all rows that wait. */
  settle(): void {
    while (this.next());
  }

  /** Gives a column with every row that has come. */
  column(name: string): Column | undefined {
    return this.columns[this.names.indexOf(name)];
  }

  /** Gives the terms of a row, whether it is read or not. */
  row(row: number): Row {
    if (row < this.seen) return this.made.map((column) => column.at(row));
    let from = this.seen;
    for (const rows of this.waiting) {
      if (row < from + rows.length) return rows.row(row - from);
      from += rows.length;
    }
    return [];
  }
}

function grown<Numbers extends Uint32Array | Uint16Array>(old: Numbers): Numbers {
  const larger = new (old.constructor as new (length: number) => Numbers)(old.length * 2);
  larger.set(old);
  return larger;
}
