// How a query ended, in plain words, each ending with what to do next.
import type { Emptiness, Fix, Pattern, Services } from "../editor/services.ts";
import type { Ending } from "../running/ending.ts";
import { element } from "../results/element.ts";
import { counted, type Speak } from "./site.ts";

export interface Around {
  readonly say: Speak;
  readonly services: Services;
  /** Shows a part of the query, if its text is still that one. */
  readonly reveal: (from: number, to: number) => void;
  readonly offset: (line: number, column: number) => number;
  readonly again: () => void;
  readonly fix: (fix: Fix) => void;
}

/** Gives what there is to say of an ending; null where the rows say it. */
export function told(ending: Ending, query: string, around: Around): HTMLElement | null {
  if (ending.kind === "done") return null;
  const { say } = around;
  const { kind, problem } = ending;
  const grave = kind !== "empty" && kind !== "stopped" && kind !== "full";
  const host = element(
    "section",
    { class: `ending ending-${kind}`, role: grave ? "alert" : null, "aria-labelledby": "ending-heading", tabindex: -1 },
    element("h2", { id: "ending-heading" }, say(`end_${kind}`)),
    element("p", {}, say(`end_${kind}_why`, { rows: counted(ending.rows) })),
  );
  if (ending.retry !== undefined && kind === "refused") host.append(element("p", {}, say("end_refused_wait", { seconds: ending.retry })));
  if (kind === "error" && problem) host.append(...mistake(problem, around));
  else if (problem?.detail) host.append(element("p", { class: "detail", lang: "en" }, capital(problem.detail)));
  const next = say(`end_${kind}_next`);
  if (next !== `end_${kind}_next`) {
    host.append(element("h3", {}, say("remedy")), element("ul", {}, ...next.split("|").map((one) => element("li", {}, one.trim()))));
  }
  if (kind === "refused" || kind === "offline" || kind === "cut" || kind === "stopped") {
    host.append(element("p", {}, element("button", { type: "button", class: "quiet", click: around.again }, say("run_again"))));
  }
  if (kind === "empty") void explain(host, query, around);
  return host;
}

function mistake(problem: NonNullable<Ending["problem"]>, { say, reveal, offset }: Around): HTMLElement[] {
  const parts: HTMLElement[] = [];
  const { line, column } = problem;
  const said = element("p", { class: "detail" }, element("span", { lang: "en" }, capital(problem.detail ?? problem.title ?? "")));
  if (line) {
    const at = column ?? 1;
    said.append(" ", element("button", { type: "button", class: "link", click: () => reveal(offset(line, at), offset(line, at) + 1) }, say("where", { line, column: at })));
  }
  parts.push(said);
  if (problem.excerpt) parts.push(element("pre", { tabindex: 0, "aria-label": say("place") }, problem.excerpt));
  const rows = [["expected", problem.expected], ["remedy", problem.remedy]] as const;
  const list = element("dl", {}, ...rows.filter(([, text]) => text).map(([key, text]) => element("div", {}, element("dt", {}, say(key)), element("dd", { lang: "en" }, text!))));
  if (list.childElementCount) parts.push(list);
  return parts;
}

async function explain(host: HTMLElement, query: string, around: Around): Promise<void> {
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
    element("p", { class: "verdict" }, found.message ?? say(first.size === 1 ? "first_empty" : "joins_empty")),
    element("ol", { class: "patterns" }, ...found.patterns.map((pattern, at) => shown(pattern, first.has(at), around))),
  );
  for (const { message, fixes } of found.unknown ?? []) {
    const deeds = (fixes ?? []).map((fix) => element("button", { type: "button", class: "fix", click: () => around.fix(fix) }, fix.title));
    host.append(element("p", { class: "warning" }, message, ...deeds.flatMap((deed) => [" ", deed])));
  }
}

function firstEmpty({ patterns }: Emptiness): number[] {
  const at = patterns.findIndex(({ rows }) => rows === false || rows === 0);
  return at < 0 ? [] : [at];
}

function shown(pattern: Pattern, first: boolean, { say, reveal }: Around): HTMLElement {
  const { rows } = pattern;
  const nothing = rows === false || rows === 0;
  const count = nothing ? say("matches_nothing") : typeof rows === "number" ? say("matches", { rows: counted(rows) }) : rows === null ? say("matches_unknown") : say("matches_some");
  return element(
    "li",
    { class: first ? "first" : nothing ? "nothing" : null },
    element("button", { type: "button", class: "link", click: () => reveal(pattern.from, pattern.to) }, element("code", {}, pattern.text)),
    " ",
    element("span", { class: "count" }, count),
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
