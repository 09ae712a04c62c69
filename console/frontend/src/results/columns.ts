// The rows of an answer, kept by column: each distinct term once, and four bytes a cell.
import type { Row, Term } from "./terms.ts";

const NOTHING = 0;
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
  private codeOf: Map<string, number>[] | null = [];
  private filled = 0;
  private last: Term | null = null;
  private lastNumber = 0;

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

  add(term: Term | null): void {
    if (this.length === this.codes.length) this.codes = grown(this.codes);
    this.codes[this.length++] = term ? this.code(term) : NOTHING;
    if (term) this.filled++;
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

  private code(term: Term): number {
    const sort = this.sortNumber(term);
    if (this.codeOf && this.values.length > TRIED && this.values.length > WORTH_IT * this.length) this.codeOf = null;
    if (!this.codeOf) return this.append(term.value, sort);
    const codes = (this.codeOf[sort] ??= new Map());
    let code = codes.get(term.value);
    if (code === undefined) {
      code = this.append(term.value, sort);
      codes.set(term.value, code);
    }
    return code;
  }

  private append(value: string, sort: number): number {
    const code = this.values.push(value) - 1;
    if (code >= this.sorts.length) this.sorts = grown(this.sorts);
    this.sorts[code] = sort;
    return code;
  }

  private sortNumber(term: Term): number {
    // a column's terms are mostly of one sort: to compare is quicker than to look up
    const last = this.last;
    if (last && last.type === term.type && (term.type !== "literal" || alike(last, term))) return this.lastNumber;
    this.last = term;
    return (this.lastNumber = this.lookedUp(term));
  }

  private lookedUp(term: Term): number {
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

interface Sorts {
  readonly samples: Term[];
  readonly numbers: Map<string, number>;
}

/** The rows that have come so far. */
export class Columns {
  readonly names: readonly string[];
  readonly columns: readonly Column[];
  length = 0;

  constructor(names: readonly string[]) {
    const sorts: Sorts = { samples: [], numbers: new Map() };
    this.names = names;
    this.columns = names.map((name) => new Column(name, sorts));
  }

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      for (let index = 0; index < this.columns.length; index++) this.columns[index]!.add(row[index] ?? null);
    }
    this.length += rows.length;
  }

  column(name: string): Column | undefined {
    return this.columns[this.names.indexOf(name)];
  }
}

function alike(a: Term, b: Term): boolean {
  return a.type === "literal" && b.type === "literal" && a.datatype === b.datatype && a.language === b.language;
}

function grown<Numbers extends Uint32Array | Uint16Array>(old: Numbers): Numbers {
  const larger = new (old.constructor as new (length: number) => Numbers)(old.length * 2);
  larger.set(old);
  return larger;
}
