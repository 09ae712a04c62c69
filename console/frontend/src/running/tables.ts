// Answers that are read while they come: TSV for rows, N-Triples for triples.
import { Written } from "../results/written.ts";

/** Reads an answer piece by piece; `columns` are known once the first rows have come. */
export interface Reader {
  readonly columns: readonly string[] | null;
  /** Gives the rows that this piece completes. */
  push(piece: string): Written;
  /** Gives what stands in the last line where no line end closes it. */
  end(): Written;
}

/** https://www.w3.org/TR/sparql11-results-csv-tsv/#tsv */
export class TsvReader implements Reader {
  columns: readonly string[] | null = null;
  private readonly lines = new Lines();

  push(piece: string): Written {
    return this.read(this.lines.push(piece));
  }

  end(): Written {
    return this.read(this.lines.end());
  }

  private read(text: string): Written {
    let rows = text;
    if (!this.columns && text) {
      const end = text.indexOf("\n");
      const header = text.slice(0, end);
      this.columns = header === "" ? [] : header.split("\t").map((name) => name.replace(/^[?$]/, ""));
      rows = text.slice(end + 1);
    }
    return new Written(rows, this.columns?.length ?? 0);
  }
}

/** https://www.w3.org/TR/n-triples/: each triple on a line, as the server writes it. */
export class TriplesReader implements Reader {
  readonly columns: readonly string[] = ["subject", "predicate", "object"];
  private readonly lines = new Lines();

  push(piece: string): Written {
    return this.read(this.lines.push(piece));
  }

  end(): Written {
    return this.read(this.lines.end());
  }

  private read(text: string): Written {
    return new Written(text.split("\n").map(cells).join(""), 3);
  }
}

/** Gives a triple as a line of TSV, which writes a tab of a text by its name. */
function cells(line: string): string {
  const parts = /^(\S+)\s+(\S+)\s+(.*?)\s*\.\s*$/.exec(line);
  return parts ? `${parts[1]}\t${parts[2]}\t${parts[3]!.replaceAll("\t", "\\t")}\n` : "";
}

/** Puts whole lines together from pieces. */
class Lines {
  private rest = "";

  push(piece: string): string {
    const text = this.rest + piece;
    const end = text.lastIndexOf("\n") + 1;
    this.rest = text.slice(end);
    const whole = text.slice(0, end);
    return whole.includes("\r") ? whole.replaceAll("\r\n", "\n") : whole;
  }

  end(): string {
    const { rest } = this;
    this.rest = "";
    return rest === "" ? "" : this.push(`${rest}\n`);
  }
}
