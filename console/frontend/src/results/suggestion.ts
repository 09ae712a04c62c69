// Which view an answer begins with, and what the reader chose for answers like it before.
import type { Roles } from "./kinds.ts";
import type { Kind } from "./terms.ts";
import { VIEWS, type ViewName } from "./view.ts";

const KEY = "results.views";
const KEPT = 60;
const DRAWABLE = 300;

/** Gives the view that fits the columns; the table where nothing else clearly does. */
export function suggested(kind: Kind, roles: Roles, rows: number): ViewName {
  if (kind === "graph") return rows > 0 && rows <= DRAWABLE ? "graph" : "table";
  if (rows < 2) return "table";
  if (roles.coordinates.length || roles.points.length) return "map";
  return "table";
}

/** Gives the name of a view, as addresses and `#defaultView:` write it; null for none of ours. */
export function viewNamed(name: string): ViewName | null {
  const plain = name.trim().toLowerCase();
  const also: Record<string, ViewName> = { linechart: "chart", barchart: "chart", scatterchart: "chart", coordinates: "map", response: "raw" };
  return VIEWS.find((view) => view === plain) ?? also[plain] ?? null;
}

/** Gives what the reader chose for answers with these columns. */
export function remembered(kind: Kind, columns: readonly string[]): ViewName | null {
  const found = read()[signature(kind, columns)];
  return found ? viewNamed(found) : null;
}

/** Keeps what the reader chose; the oldest choices go. */
export function remember(kind: Kind, columns: readonly string[], view: ViewName): void {
  const key = signature(kind, columns);
  const { [key]: _, ...others } = read();
  const kept = Object.entries(others).slice(-KEPT);
  try {
    localStorage.setItem(KEY, JSON.stringify(Object.fromEntries([...kept, [key, view]])));
  } catch (error) {
    // a browser that keeps nothing only forgets
    if (!(error instanceof DOMException)) throw error;
  }
}

function signature(kind: Kind, columns: readonly string[]): string {
  return `${kind} ${columns.join(" ")}`;
}

function read(): Record<string, string> {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return typeof found === "object" && found !== null ? (found as Record<string, string>) : {};
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof DOMException) return {};
    throw error;
  }
}
