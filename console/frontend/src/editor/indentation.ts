// How far the next line of a query is indented: deeper behind an open bracket or a semicolon.

const UNIT = 2;

/** Gives the columns for a line, from the line before it, the one before that, and its own text. */
export function indentationAfter(previous: string, earlier: string, next: string): number {
  let columns = /^ */.exec(previous)![0].length;
  const said = bare(previous);
  const depth = balance(said);
  if (depth > 0) columns += UNIT;
  else if (said.endsWith(";") && !/[;,]$/.test(bare(earlier))) columns += UNIT;
  else if (said.endsWith(".") && /[;,]$/.test(bare(earlier))) columns -= UNIT;
  if (/^\s*[}\])]/.test(next)) columns -= UNIT;
  return Math.max(0, columns);
}

/** A line without its strings, its IRIs and its comment. */
function bare(line: string): string {
  return line.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|<[^<>\s]*>/g, "x").replace(/#.*$/, "").trim();
}

function balance(said: string): number {
  let depth = 0;
  for (const character of said) {
    if ("{[(".includes(character)) depth++;
    else if ("}])".includes(character)) depth = Math.max(0, depth - 1);
  }
  return depth;
}
