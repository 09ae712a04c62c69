// How wide a column begins: as wide as what it holds, within reason.
import type { Column } from "./columns.ts";
import type { ColumnKind } from "./kinds.ts";
import { shortName } from "./names.ts";

const SEEN = 60;
const CHARACTER = 7.5;
const PADDING = 36;
const LEAST = 96;
const MOST = 380;

/** Gives the width of a column in pixels, from the terms that came first. */
export function widthOf(column: Column, kind: ColumnKind): number {
  let longest = column.name.length + 4;
  const size = Math.min(column.size, SEEN);
  for (let code = 1; code < size; code++) {
    const value = column.value(code);
    const iri = column.sort(code)!.type === "iri";
    // a label stands beside a short name, and is about as long again
    const text = iri ? shortName(value) : value;
    longest = Math.max(longest, iri ? 1.5 * text.length : kind === "number" ? 1.25 * text.length : wide(text));
  }
  return Math.round(Math.max(LEAST, Math.min(MOST, longest * CHARACTER + PADDING)));
}

/** Gives the length of a text in narrow characters: those of Chinese are twice as wide. */
function wide(text: string): number {
  let length = 0;
  for (let index = 0; index < text.length && length < MOST; index++) length += text.charCodeAt(index) > 0x2e7f ? 2 : 1;
  return length;
}
