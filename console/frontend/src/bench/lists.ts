// The sheets of what was kept: queries that ran, with the heads of their results, and saved ones.
import { matching, type Run, type Saved } from "../keeping/history.ts";
import { titleOf } from "../keeping/tabs.ts";
import { openSheet } from "./dialog.ts";
import { element } from "../results/element.ts";
import { counted, seconds, type Speak } from "./site.ts";

export function historySheet(runs: () => readonly Run[], say: Speak, actions: { open(text: string): void; clear(): void }): void {
  openSheet(say("history"), say, (close) => {
    const item = (run: Run): HTMLElement =>
      element(
        "li",
        {},
        element("button", { type: "button", class: "kept", click: () => { close(); actions.open(run.text); } },
          titleOf(run.text) ? element("strong", {}, titleOf(run.text)) : null,
          element("code", {}, headOf(run.text))),
        element("p", { class: "hush" },
          element("time", { datetime: new Date(run.when).toISOString() }, moment(run.when)),
          ` · ${run.kind === "done" ? `${counted(run.rows)} ${say(run.rows === 1 ? "row" : "rows")}` : say(`end_${run.kind}`)} · ${seconds(run.milliseconds)}`,
          run.release ? ` · ${run.release.slice(0, 12)}` : ""),
        run.head.length ? headTable(run, say) : null,
      );
    return searched(runs, say, (run) => `${run.text} ${run.head.flat().join(" ")}`, item, "no_history", element("button", {
      type: "button", class: "link", click: () => { actions.clear(); close(); },
    }, say("clear_history")));
  });
}

export function savedSheet(saved: () => readonly Saved[], say: Speak, actions: { open(one: Saved): void; remove(name: string): void }): void {
  openSheet(say("saved"), say, (close) => {
    const item = (one: Saved, again: () => void): HTMLElement =>
      element(
        "li",
        {},
        element("button", { type: "button", class: "kept", click: () => { close(); actions.open(one); } },
          element("strong", {}, one.name), element("code", {}, headOf(one.text))),
        element("p", { class: "hush" }, element("time", { datetime: new Date(one.when).toISOString() }, moment(one.when)), " · ",
          element("button", { type: "button", class: "link", "aria-label": `${say("remove")}: ${one.name}`, click: () => { actions.remove(one.name); again(); } }, say("remove"))),
      );
    return searched(saved, say, (one) => `${one.name} ${one.text}`, item, "no_saved");
  });
}

export function saveSheet(suggested: string, say: Speak, keep: (name: string) => void): void {
  openSheet(say("save_query"), say, (close) => {
    const field = element("input", { type: "text", id: "save-name", required: true, maxlength: 120, value: suggested, autofocus: true });
    return [
      element("form", {
        submit: (event: Event) => {
          event.preventDefault();
          keep(field.value.trim());
          close();
        },
      }, element("label", { for: "save-name" }, say("name")), field, element("p", { class: "hush" }, say("saved_here")), element("button", { class: "primary" }, say("save"))),
    ];
  }, true);
}

function searched<One>(all: () => readonly One[], say: Speak, said: (one: One) => string, item: (one: One, again: () => void) => HTMLElement, none: string, ...more: Node[]): Node[] {
  const field = element("input", { type: "search", "aria-label": say("find"), placeholder: say("find"), autofocus: true });
  const list = element("ul", { class: "kept-list" });
  const show = (): void => {
    const found = matching(all(), field.value, said);
    list.replaceChildren(...(found.length ? found.map((one) => item(one, show)) : [element("li", { class: "hush" }, say(none))]));
  };
  field.addEventListener("input", show);
  show();
  return [field, list, ...(all().length ? more : [])];
}

function headTable(run: Run, say: Speak): HTMLElement {
  const cells = (row: readonly string[], name: "td" | "th"): HTMLElement => element("tr", {}, ...row.map((text) => element(name, {}, text)));
  return element("details", {},
    element("summary", {}, say("first_rows")),
    element("div", { class: "head-table", tabindex: 0, role: "region", "aria-label": say("first_rows") },
      element("table", {}, element("thead", {}, cells(run.columns, "th")), element("tbody", {}, ...run.head.map((row) => cells(row, "td"))))));
}

/** The first lines of a query that say something. */
function headOf(text: string): string {
  const lines = text.split("\n").filter((line) => line.trim() && !/^\s*(?:#|PREFIX\b)/i.test(line));
  return lines.slice(0, 3).join("\n");
}

function moment(when: number): string {
  return new Date(when).toLocaleString(document.documentElement.lang || "en", { dateStyle: "medium", timeStyle: "short" });
}
