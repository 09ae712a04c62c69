// The sheets of what was kept: queries that ran, with the heads of their results, and saved ones.
import { matching, type Run, type Saved } from "../keeping/history.ts";
import type { Remote } from "../keeping/remote.ts";
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

export interface SavedActions {
  open(one: Saved): void;
  remove(name: string): void;
}

/** Shows what is saved in this browser, and below it what the server keeps for a token. */
export function savedSheet(saved: () => readonly Saved[], remote: Remote | null, say: Speak, actions: SavedActions): void {
  openSheet(say("saved"), say, (close) => {
    const item = (remove: (name: string) => void) => (one: Saved, again: () => void): HTMLElement =>
      element(
        "li",
        {},
        element("button", { type: "button", class: "kept", click: () => { close(); actions.open(one); } },
          element("strong", {}, one.name), element("code", {}, headOf(one.text))),
        element("p", { class: "hush" }, element("time", { datetime: new Date(one.when).toISOString() }, moment(one.when)), " · ",
          element("button", { type: "button", class: "link", "aria-label": `${say("remove")}: ${one.name}`, click: () => { remove(one.name); again(); } }, say("remove"))),
      );
    const here = searched(saved, say, (one) => `${one.name} ${one.text}`, item((name) => actions.remove(name)), "no_saved");
    if (!remote) return here;
    const there = element("div", { class: "saved-there" });
    void listed(there, remote, say, item);
    return [...here, element("h3", { class: "saved-where" }, say("saved_there")), there];
  });
}

type Item = (remove: (name: string) => void) => (one: Saved, again: () => void) => HTMLElement;

async function listed(host: HTMLElement, remote: Remote, say: Speak, item: Item, told = ""): Promise<void> {
  const found = remote.token ? await remote.saved() : "unknown";
  if (found === "unknown") return asked(host, remote, say, item, remote.token ? say("token_unknown") : told);
  if (typeof found === "string") return host.replaceChildren(element("p", { class: "warning", role: "status" }, say(found === "offline" ? "end_offline" : "token_refused")));
  const list = element("ul", { class: "kept-list" });
  const show = (all: readonly Saved[]): void => list.replaceChildren(...(all.length
    ? all.map((one) => item((name) => void remote.remove(name).then(() => listed(host, remote, say, item)))(one, () => {}))
    : [element("li", { class: "hush" }, say("no_saved"))]));
  show(found);
  host.replaceChildren(list, element("button", { type: "button", class: "link", click: () => { remote.use(""); void listed(host, remote, say, item); } }, say("token_forget")));
}

function asked(host: HTMLElement, remote: Remote, say: Speak, item: Item, told: string): void {
  remote.use("");
  const field = element("input", { type: "password", id: "save-token", required: true, autocomplete: "off", spellcheck: "false" });
  host.replaceChildren(element("form", {
    class: "key-line",
    submit: (event: Event) => {
      event.preventDefault();
      remote.use(field.value.trim());
      void listed(host, remote, say, item, say("token_unknown"));
    },
  }, element("label", { for: "save-token" }, say("token")), field, element("button", { class: "quiet" }, say("token_use"))),
  element("p", { class: "hush" }, say("token_hint")),
  ...(told ? [element("p", { class: "warning", role: "alert" }, told)] : []));
}

export function saveSheet(suggested: string, remote: Remote | null, say: Speak, keep: (name: string, there: boolean) => void): void {
  openSheet(say("save_query"), say, (close) => {
    const field = element("input", { type: "text", id: "save-name", required: true, maxlength: 120, value: suggested, autofocus: true });
    const there = element("input", { type: "checkbox", id: "save-there", checked: true });
    return [
      element("form", {
        submit: (event: Event) => {
          event.preventDefault();
          keep(field.value.trim(), Boolean(remote?.token) && there.checked);
          close();
        },
      }, element("label", { for: "save-name" }, say("name")), field, element("p", { class: "hush" }, say("saved_here")),
      ...(remote?.token ? [element("label", { class: "check", for: "save-there" }, there, ` ${say("save_there")}`)] : []),
      element("button", { class: "primary" }, say("save"))),
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
