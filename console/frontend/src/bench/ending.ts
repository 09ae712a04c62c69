// How a query ended, in plain words, each ending with what to do next.
import type { Fix, Services } from "../editor/services.ts";
import { outOfTime, type Ending } from "../running/ending.ts";
import { element } from "../results/element.ts";
import { counted, type Speak } from "./site.ts";

export interface Around {
  readonly say: Speak;
  readonly services: Services;
  /** A query may take so many seconds; null where nothing bounds it. */
  readonly limit: number | null;
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
  const late = outOfTime(ending, around.limit);
  const told = kind === "cut" && late ? "cut_time" : kind;
  const grave = kind !== "empty" && kind !== "stopped" && kind !== "full";
  const host = element(
    "section",
    { class: `ending ending-${kind}`, role: grave ? "alert" : null, "aria-labelledby": "ending-heading", tabindex: -1 },
    element("h2", { id: "ending-heading" }, say(`end_${kind}`)),
    element("p", {}, say(`end_${told}_why`, { rows: counted(ending.rows), seconds: around.limit ?? "" }), problem?.line ? ` ${say("end_marked")}` : ""),
  );
  if (ending.retry !== undefined && kind === "refused") host.append(element("p", {}, say("end_refused_wait", { seconds: ending.retry })));
  if (kind === "error" && problem) host.append(...mistake(problem, around));
  else if (problem?.detail) host.append(element("p", { class: "detail", lang: "en" }, capital(problem.detail)));
  const next = say(`end_${told}_next`);
  if (next !== `end_${told}_next`) {
    host.append(element("h3", {}, say("remedy")), element("ul", {}, ...next.split("|").map((one) => element("li", {}, one.trim()))));
  }
  if (kind === "refused" || kind === "offline" || kind === "cut" || kind === "stopped") {
    host.append(element("p", {}, element("button", { type: "button", class: "quiet", click: around.again }, say("run_again"))));
  }
  if (late) void import("./emptiness.ts").then(({ crossed }) => crossed(host, query, around)).catch(() => {});
  // it comes when it is wanted, and without it the ending is told all the same
  if (kind === "empty") void import("./emptiness.ts").then(({ explain }) => explain(host, query, around)).catch(() => {});
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
  const list = element("dl", {}, ...rows.filter(([, text]) => text).map(([key, text]) => element("div", {}, element("dt", {}, say(key)), element("dd", { lang: "en" }, key === "remedy" ? capital(text!) : text!))));
  if (list.childElementCount) parts.push(list);
  return parts;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
