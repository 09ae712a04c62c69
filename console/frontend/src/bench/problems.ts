// The problems of the text as a list below it, for whoever does not see or reach the marks in it.
import type { Fix, Trouble } from "../editor/services.ts";
import { element } from "../results/element.ts";
import { counted, type Speak } from "./site.ts";

const SHOWN = 4;
const ORDER = { error: 0, warning: 1, info: 2 } as const;

export function showProblems(host: HTMLElement, troubles: readonly Trouble[], say: Speak, actions: { reveal(from: number, to: number): void; fix(fix: Fix): void }): void {
  host.hidden = troubles.length === 0;
  const sorted = [...troubles].sort((one, other) => ORDER[one.severity] - ORDER[other.severity] || one.from - other.from);
  const items = sorted.slice(0, SHOWN).map((trouble) =>
    element(
      "li",
      { class: trouble.severity },
      element("span", { class: "severity" }, say(`severity_${trouble.severity}`)),
      element("button", { type: "button", class: "link", click: () => actions.reveal(trouble.from, trouble.to) }, trouble.message),
      ...(trouble.fixes ?? []).slice(0, 3).map((fix) => element("button", { type: "button", class: "fix", click: () => actions.fix(fix) }, fix.title)),
    ),
  );
  if (sorted.length > SHOWN) items.push(element("li", { class: "hush" }, say("more_problems", { count: counted(sorted.length - SHOWN) })));
  host.replaceChildren(...(items.length ? [element("ul", { "aria-label": say("problems") }, ...items)] : []));
}
