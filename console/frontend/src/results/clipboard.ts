// What is copied: cells as they are written in the graph, rows as spreadsheets take them.
import type { Term } from "./terms.ts";

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DANGEROUS = /^[ \u00a0\ufeff]*[=+\-@|%\t\r\n＝＋－＠]/;

/** Gives rows as tab-separated values; no cell of them is a formula to a spreadsheet. */
export function tabbed(rows: Iterable<readonly (Term | null)[]>, head?: readonly string[]): string {
  const lines = head ? [head.map(cell).join("\t")] : [];
  for (const row of rows) lines.push(row.map((term) => cell(term?.value ?? "")).join("\t"));
  return lines.join("\n");
}

/** Puts a text where the reader can paste it from; tells whether that went well. */
export async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
  // pages that do not come over https have no clipboard of their own
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "unseen";
  document.body.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

function cell(value: string): string {
  const safe = DANGEROUS.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[\t\r\n"]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
