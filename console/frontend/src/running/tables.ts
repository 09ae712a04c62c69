// Answers that are read while they come: TSV for rows, N-Triples for triples.
import type { Row, Term } from "../results/terms.ts";
import { readTerm } from "./terms.ts";

/** Reads an answer piece by piece; `columns` are known once the first rows have come. */
export interface Reader {
  readonly columns: readonly string[] | null;
  /** Gives the rows that this piece completes. */
  push(piece: string): Row[];
  /** Gives what stands in the last line where no line end closes it. */
  end(): Row[];
}

/** https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv */
export class TsvReader implements Reader {
  columns: readonly string[] | null = null;
  private readonly lines = new Lines();

  push(piece: string): Row[] {
    return this.read(this.lines.push(piece));
  }

  end(): Row[] {
    return this.read(this.lines.end());
  }

  private read(lines: string[]): Row[] {
    let start = 0;
    if (!this.columns && lines.length) {
      const header = lines[0]!;
      this.columns = header === "" ? [] : header.split("\t").map((name) => name.replace(/^[?$]/, ""));
      start = 1;
    }
    const rows: Row[] = [];
    const width = this.columns?.length ?? 0;
    for (let at = start; at < lines.length; at++) {
      const row: (Term | null)[] = width ? lines[at]!.split("\t", width).map(readTerm) : [];
      while (row.length < width) row.push(null);
      rows.push(row);
    }
    return rows;
  }
}

/** https://www.w3.org/TR/n-triples/: each triple on a line, as the server writes it. */
export class TriplesReader implements Reader {
  readonly columns: readonly string[] = ["subject", "predicate", "object"];
  private readonly lines = new Lines();

  push(piece: string): Row[] {
    return this.lines.push(piece).flatMap(triple);
  }

  end(): Row[] {
    return this.lines.end().flatMap(triple);
  }
}

function triple(line: string): Row[] {
  const parts = /^(\S+)\s+(\S+)\s+(.*?)\s*\.\s*$/.exec(line);
  return parts ? [[readTerm(parts[1]!), readTerm(parts[2]!), readTerm(parts[3]!)]] : [];
}

class Lines {
  private rest = "";

  push(piece: string): string[] {
    const lines = (this.rest + piece).split("\n");
    this.rest = lines.pop() ?? "";
    return lines.map(withoutReturn);
  }

  end(): string[] {
    const rest = this.rest;
    this.rest = "";
    return rest === "" ? [] : [withoutReturn(rest)];
  }
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
