// The row of tabs: buttons in a list, one of them current.
import { titleOf, type Tab, type Tabs } from "../keeping/tabs.ts";
import { element } from "../results/element.ts";
import type { Speak } from "./site.ts";

export interface TabActions {
  activate(id: string): void;
  open(): void;
  close(id: string): void;
  undoClose(): void;
  rename(id: string, name: string): void;
  move(id: string, to: number): void;
  isRunning(id: string): boolean;
}

export class TabStrip {
  private readonly host: HTMLElement;
  private readonly say: Speak;
  private readonly actions: TabActions;
  private tabs: Tabs = { open: [], closed: [], active: "" };
  private naming = "";
  private dragged = "";

  constructor(host: HTMLElement, say: Speak, actions: TabActions) {
    this.host = host;
    this.say = say;
    this.actions = actions;
    host.hidden = false;
    host.addEventListener("keydown", (event) => this.key(event));
  }

  show(tabs: Tabs): void {
    this.tabs = tabs;
    const focused = document.activeElement?.closest<HTMLElement>("[data-tab]")?.dataset.tab;
    const list = element("ul", {}, ...tabs.open.map((tab, at) => this.item(tab, at)));
    const plus = element("button", { type: "button", class: "tab-tool", title: this.say("new_tab"), "aria-label": this.say("new_tab"), click: () => this.actions.open() }, "+");
    const undo = tabs.closed.length
      ? element("button", { type: "button", class: "tab-tool", title: this.say("undo_close"), "aria-label": this.say("undo_close"), click: () => this.actions.undoClose() }, "↶")
      : null;
    this.host.replaceChildren(element("nav", { "aria-label": this.say("tabs") }, list), plus, ...(undo ? [undo] : []));
    if (focused && !this.naming) this.button(focused)?.focus();
    this.host.querySelector(".tab.current")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** Gives what a tab is called. */
  title(tab: Tab): string {
    return tab.name || titleOf(tab.text) || `${this.say("query")} ${tab.number}`;
  }

  private item(tab: Tab, at: number): HTMLElement {
    const current = tab.id === this.tabs.active;
    const title = this.title(tab);
    const item = element("li", {
      class: `tab${current ? " current" : ""}${this.actions.isRunning(tab.id) ? " running" : ""}`,
      draggable: "true",
      "data-tab": tab.id,
      dragstart: () => (this.dragged = tab.id),
      dragover: (event: DragEvent) => this.dragged && event.preventDefault(),
      drop: (event: DragEvent) => {
        event.preventDefault();
        if (this.dragged && this.dragged !== tab.id) this.actions.move(this.dragged, at);
        this.dragged = "";
      },
    });
    if (this.naming === tab.id) {
      item.append(this.field(tab));
      return item;
    }
    item.append(element("button", {
      type: "button", class: "tab-name", title, "aria-current": current ? "true" : null,
      click: () => this.actions.activate(tab.id),
      dblclick: () => this.name(tab.id),
    }, title));
    if (current) item.append(element("button", { type: "button", class: "tab-tool", title: this.say("rename"), "aria-label": this.say("rename_tab", { name: title }), click: () => this.name(tab.id) }, "✎"));
    item.append(element("button", { type: "button", class: "tab-tool", title: this.say("close_tab"), "aria-label": this.say("close_named", { name: title }), click: () => this.close(tab.id) }, "×"));
    return item;
  }

  private field(tab: Tab): HTMLInputElement {
    const input = element("input", { type: "text", class: "tab-field", value: this.title(tab), maxlength: 80, "aria-label": this.say("rename_tab", { name: this.title(tab) }) });
    const done = (keep: boolean): void => {
      if (this.naming !== tab.id) return;
      this.naming = "";
      const name = input.value.trim();
      this.actions.rename(tab.id, keep ? (name === titleOf(tab.text) ? "" : name) : tab.name);
      this.button(tab.id)?.focus();
    };
    input.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" || event.key === "Escape") {
        event.preventDefault();
        done(event.key === "Enter");
      }
    });
    input.addEventListener("blur", () => done(true));
    return input;
  }

  private name(id: string): void {
    this.naming = id;
    this.show(this.tabs);
    const input = this.host.querySelector<HTMLInputElement>(".tab-field");
    input?.focus();
    input?.select();
  }

  private close(id: string): void {
    this.actions.close(id);
    this.button(this.tabs.active)?.focus();
  }

  private button(id: string): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(`[data-tab="${CSS.escape(id)}"] .tab-name`);
  }

  private key(event: KeyboardEvent): void {
    const id = (event.target as HTMLElement).closest<HTMLElement>("[data-tab]")?.dataset.tab;
    if (!id) return;
    const { open } = this.tabs;
    const at = open.findIndex((tab) => tab.id === id);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: open.length - 1 }[event.key];
    if (next !== undefined) {
      const tab = open[(next + open.length) % open.length]!;
      if (event.altKey && event.key.startsWith("Arrow")) this.actions.move(id, Math.max(0, next));
      else this.actions.activate(tab.id);
      this.button(event.altKey ? id : tab.id)?.focus();
    } else if (event.key === "F2") this.name(id);
    else if (event.key === "Delete") this.close(id);
    else return;
    event.preventDefault();
  }
}
