// Why nothing fits a query, line by line.
import type { Emptiness, Pattern } from "../editor/services.ts";
import { element } from "../results/element.ts";
import type { Around } from "./ending.ts";
import { lines, type Line } from "./lines.ts";
import { counted, type Speak } from "./site.ts";

/** Adds to what is told of an ending what each pattern fits, and where nothing is left. */
export async function explain(host: HTMLElement, query: string, around: Around): Promise<void> {
  const { say, services } = around;
  if (!services.has("empty")) return;
  const waiting = element("p", { class: "hush", role: "status" }, say("explaining"));
  host.append(waiting);
  const found = await services.empty(query);
  waiting.remove();
  if (!found?.patterns.length) return;
  const first = new Set(found.first?.patterns ?? firstEmpty(found));
  host.append(
    element("h3", {}, say("pattern_by_pattern")),
    element("p", { class: "verdict" }, found.message),
    element("ol", { class: "patterns" }, ...lines(found).map((line) => shown(line, found, first.has(line.at), around))),
  );
  for (const { message, fixes } of found.unknown ?? []) {
    const deeds = (fixes ?? []).map((fix) => element("button", { type: "button", class: "fix", click: () => around.fix(fix) }, fix.title));
    host.append(element("p", { class: "warning" }, message, ...deeds.flatMap((deed) => [" ", deed])));
  }
}

/** Adds where parts of a query multiply each other, which is what most often takes too long. */
export async function crossed(host: HTMLElement, query: string, { services }: Around): Promise<void> {
  const troubles = services.has("check") ? await services.check(query) : null;
  for (const { code, message } of troubles ?? []) {
    if (code === "crossed") host.append(element("p", { class: "warning" }, message));
  }
}

function firstEmpty({ patterns }: Emptiness): number[] {
  const at = patterns.findIndex(({ rows }) => rows === false);
  return at < 0 ? [] : [at];
}

function shown(line: Line, { patterns, most = Infinity }: Emptiness, first: boolean, { say, reveal }: Around): HTMLElement {
  const pattern = patterns[line.at]!;
  const nothing = pattern.rows === false;
  return element(
    "li",
    { class: first || line.breaks ? "first" : nothing ? "nothing" : null },
    element("button", { type: "button", class: "link", click: () => reveal(pattern.from, pattern.to) }, element("code", {}, pattern.text)),
    " ",
    element("span", { class: "count" }, counts(pattern, line, most, say)),
  );
}

function counts({ kind, rows, count }: Pattern, { left, breaks }: Line, most: number, say: Speak): string {
  const number = (many: number): string => (many > most ? say("more_than", { rows: counted(most) }) : counted(many));
  const takes = kind === "filter" || kind === "minus";
  if (takes && breaks) return say(`${kind}_breaks`);
  const alone = rows === false ? "matches_nothing" : rows === null ? "" : typeof count === "number" ? "matches" : "matches_some";
  const said = alone ? [say(alone, { rows: number(count ?? 0) })] : [];
  if (breaks) said.push(say("left_nothing"));
  else if (typeof left === "number") said.push(say("left", { rows: number(left) }));
  return said.join(" · ") || say("matches_unknown");
}
