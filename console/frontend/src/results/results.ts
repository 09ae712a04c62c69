// The results of a query: one answer, seen in several ways. Its styles are static/results.css.
import { Columns } from "./columns.ts";
import { downloads } from "./downloads.ts";
import { choice, element } from "./element.ts";
import { Labels } from "./labels.ts";
import { menu } from "./menu.ts";
import { remember, remembered, suggested, viewNamed } from "./suggestion.ts";
import type { Meta, Phrases, State } from "./terms.ts";
import type { Written } from "./written.ts";
import { Answer, VIEWS, type Options, type View, type ViewName } from "./view.ts";

export type { Kind, Meta, Phrases, Row, State, Term } from "./terms.ts";
export type { Options, ViewName } from "./view.ts";

const TONGUES = [["en", "English"], ["zh", "中文"], ["pt", "Português"]] as const;
// rows that come are shown so many milliseconds after those before them
const PAUSE = 200;
let made = 0;

// each view is a bundle of its own, which comes when it is first looked at
const LOADED: Record<ViewName, () => Promise<(answer: Answer, options: Options) => View>> = {
  table: async () => ((table) => (answer) => new table.Table(answer))(await import("./table.ts")),
  chart: async () => ((chart) => (answer, options) => new chart.Chart(answer, options))(await import("./chart.ts")),
  map: async () => ((map) => (answer, options) => new map.PlaceMap(answer, options))(await import("./map.ts")),
  timeline: async () => ((timeline) => (answer, options) => new timeline.Timeline(answer, options))(await import("./timeline.ts")),
  graph: async () => ((graph) => (answer) => new graph.Graph(answer))(await import("./graph.ts")),
  pivot: async () => ((pivot) => (answer, options) => new pivot.Pivot(answer, options))(await import("./pivot.ts")),
  raw: async () => ((raw) => (answer) => new raw.Raw(answer))(await import("./raw.ts")),
};

const verdict = async () => ((one) => (answer: Answer) => new one.Verdict(answer))(await import("./verdict.ts"));

/**
 * Shows an answer in an element: `begin`, then `add` as rows come, then `end`.
 *
 * The element fires `viewchange`, with `{view, options}` as its detail, when the reader has chosen.
 */
export class Results {
  private readonly host: HTMLElement;
  private readonly phrases: Phrases;
  private readonly language: string;
  private readonly labels: Labels;
  private readonly tabs: HTMLElement;
  private readonly panel: HTMLElement;
  private readonly id = `results${++made}`;
  private answer: Answer | null = null;
  private view: View | null = null;
  private name: ViewName = "table";
  private options: Options = {};
  private chosen = false;
  private loading = 0;
  private frame = 0;
  private timer = 0;
  private last = Number.NEGATIVE_INFINITY;

  constructor(host: HTMLElement, phrases: Phrases, language = document.documentElement.lang || "en") {
    this.host = host;
    this.phrases = phrases;
    this.language = language;
    this.labels = new Labels(language);
    this.labels.onchange = () => this.soon();
    this.tabs = element("div", { role: "tablist", class: "views", "aria-label": this.say("views") });
    for (const view of VIEWS) {
      this.tabs.append(element("button", {
        type: "button", role: "tab", id: `${this.id}-${view}`, "aria-controls": `${this.id}-panel`, "data-view": view,
        click: () => this.choose(view),
      }, this.say(`view_${view}`)));
    }
    this.tabs.addEventListener("keydown", (event) => this.key(event));
    this.panel = element("div", { role: "tabpanel", id: `${this.id}-panel`, class: "view" });
    const save = element("button", { type: "button", class: "tool" }, this.say("download"));
    this.host.classList.add("results");
    this.host.replaceChildren(
      element("div", { class: "results-bar" },
        this.tabs,
        element("div", { class: "results-tools" },
          choice(this.say("label_language"), TONGUES, language, (tongue) => this.labels.speak(tongue)),
          save,
          menu(save, this.say("download"), () => (this.answer ? downloads(this.answer, this.name, this.view?.drawing?.() ?? null) : [])))),
      this.panel);
    this.mark();
  }

  /** Forgets the last answer and begins one with these columns. */
  begin(columns: readonly string[], meta: Meta): void {
    this.drop();
    this.answer = new Answer(new Columns(columns), meta, this.labels, this.phrases, this.language);
    this.answer.onset = (options) => {
      this.options = options;
      this.tell();
    };
    const kept = this.chosen ? null : remembered(meta.kind, columns);
    if (kept) this.name = kept;
    else if (!this.chosen) this.name = "table";
    this.settled = kept !== null || this.chosen;
    void this.open();
  }

  /** Adds rows as they come. */
  add(rows: Written): void {
    this.answer?.columns.read(rows);
    this.soon();
  }

  /** Says that no more rows come. */
  end(state: State): void {
    const { answer } = this;
    if (!answer) return;
    answer.ended = true;
    answer.complete = state.complete;
    const better = suggested(answer.meta.kind, answer.roles, answer.columns.length);
    if (!this.settled && better !== this.name) {
      this.name = better;
      void this.open();
    } else {
      this.refresh();
    }
    void this.readOn(answer);
  }

  /** Shows a view by its name, for this answer and the next ones; a strange name changes nothing. */
  show(view: string, options: Options = {}): void {
    const name = viewNamed(view);
    if (!name) return;
    this.chosen = this.settled = true;
    this.name = name;
    this.options = options;
    void this.open();
  }

  /** Lets the next answers choose their view by themselves again. */
  free(): void {
    this.chosen = false;
    this.options = {};
  }

  /** The view in sight. */
  get shown(): { view: ViewName; options: Options } {
    return { view: this.name, options: this.options };
  }

  private settled = false;

  private say(key: string): string {
    return this.phrases[`results_${key}`] ?? key;
  }

  private choose(view: ViewName): void {
    if (this.name !== view) this.options = {};
    this.name = view;
    this.settled = true;
    if (this.answer) remember(this.answer.meta.kind, this.answer.columns.names, view);
    void this.open();
    this.tell();
  }

  private async open(): Promise<void> {
    this.mark();
    const turn = ++this.loading;
    const { answer, name } = this;
    if (!answer) return;
    const make = await (answer.meta.kind === "ask" ? verdict : LOADED[name])();
    // another view or another answer may have been asked for meanwhile
    if (turn !== this.loading) return;
    this.view?.close();
    if (name !== "table") answer.columns.settle();
    this.view = make(answer, this.options);
    this.panel.replaceChildren(this.view.element);
    this.view.refresh();
  }

  private drop(): void {
    this.loading++;
    this.last = Number.NEGATIVE_INFINITY;
    this.view?.close();
    this.view = null;
    this.answer = null;
    this.panel.replaceChildren();
  }

  /** Shows what has come: the first of it with the next frame, more of it a few times a second. */
  private soon(): void {
    if (this.frame || this.timer) return;
    const wait = this.last + PAUSE - performance.now();
    const next = () => (this.frame = requestAnimationFrame(() => this.refresh()));
    if (wait <= 0) next();
    else this.timer = window.setTimeout(next, wait);
  }

  private refresh(): void {
    cancelAnimationFrame(this.frame);
    window.clearTimeout(this.timer);
    this.frame = this.timer = 0;
    this.last = performance.now();
    // only a table shows rows that are not read
    if (this.name !== "table") this.answer?.columns.settle();
    this.view?.refresh();
  }

  /** Reads the rows that wait, once the page has nothing else to do. */
  private async readOn(answer: Answer): Promise<void> {
    const pause = () => new Promise((go) => setTimeout(go));
    // what came last is painted first
    await new Promise((go) => requestAnimationFrame(go));
    await pause();
    while (this.answer === answer && answer.columns.next()) await pause();
    if (this.answer === answer) this.refresh();
  }

  private mark(): void {
    for (const tab of this.tabs.querySelectorAll<HTMLElement>("[role=tab]")) {
      const selected = tab.dataset.view === this.name;
      tab.setAttribute("aria-selected", String(selected));
      tab.tabIndex = selected ? 0 : -1;
    }
    // yes or no is seen in one way
    const plain = this.answer?.meta.kind === "ask";
    this.tabs.hidden = plain;
    this.panel.setAttribute("role", plain ? "group" : "tabpanel");
    this.panel.setAttribute("aria-labelledby", `${this.id}-${this.name}`);
    if (plain) this.panel.removeAttribute("aria-labelledby");
  }

  private key(event: KeyboardEvent): void {
    const all = [...this.tabs.querySelectorAll<HTMLElement>("[role=tab]")];
    const at = all.indexOf(document.activeElement as HTMLElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    const tab = all[next % all.length]!;
    this.choose(tab.dataset.view as ViewName);
    tab.focus();
  }

  private tell(): void {
    this.host.dispatchEvent(new CustomEvent("viewchange", { detail: this.shown }));
  }
}
