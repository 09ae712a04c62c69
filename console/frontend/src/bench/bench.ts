// The parts of the workbench put together: what the reader does, and what follows.
import { Editor } from "../editor/editor.ts";
import { Services } from "../editor/services.ts";
import { defaultView, formOf, parse } from "../editor/syntax.ts";
import { changesSince, permalink, readLink } from "../keeping/link.ts";
import type { Remote } from "../keeping/remote.ts";
import { browserStore, Kept, windowStore } from "../keeping/storage.ts";
import { titleOf } from "../keeping/tabs.ts";
import type { Ending } from "../running/ending.ts";
import { element } from "../results/element.ts";
import { told } from "./ending.ts";
import { Frame } from "./frame.ts";
import { Library } from "./library.ts";
import { dressed, Pane } from "./pane.ts";
import { showProblems } from "./problems.ts";
import { RunBar } from "./runbar.ts";
import { part, speaker, type Speak, type Values } from "./site.ts";
import { TabStrip } from "./tabstrip.ts";
import { OpenTabs } from "./opentabs.ts";

/** Longer queries do not stand in the address of the page. */
const LONGEST_ADDRESS = 4000;

export class Bench {
  private readonly values: Values;
  private readonly say: Speak;
  private readonly services: Services;
  private readonly kept = new Kept(browserStore());
  private readonly tabs: OpenTabs;
  private readonly library: Library;
  private readonly editor: Editor;
  private readonly strip: TabStrip;
  private readonly bar: RunBar;
  private readonly panes = new Map<string, Pane>();
  private readonly frame = new Frame(part("bench-editor"));
  private readonly notes = part("bench-notes");
  private readonly results = part("bench-results");
  private readonly link: ReturnType<typeof readLink>;

  constructor(values: Values) {
    this.values = values;
    this.link = { ...readLink(location.search), ...(values.link ? { view: values.link.view } : {}) };
    this.say = speaker(values);
    this.services = new Services(values.services, values.language);
    this.tabs = new OpenTabs(this.kept);
    this.tabs.begin(part<HTMLTextAreaElement>("query").value, values.given);
    this.library = new Library(this.kept);
    const host = part("bench-editor");
    host.hidden = false;
    part("bench-hint").textContent = this.say("hint_keys");
    this.editor = new Editor(host, {
      label: this.say("query"),
      services: this.services,
      prefixes: values.prefixes,
      say: this.say,
      run: () => this.runOrStop(),
      tidy: () => void this.tidy(),
      changed: (text) => {
        this.tabs.edit(text);
        this.frame.fit(this.editor.wanted, false);
      },
    }, this.tab);
    this.strip = new TabStrip(part("bench-tabs"), this.say, {
      activate: (id) => this.tabs.activate(id),
      open: () => this.open(""),
      close: (id) => this.close(id),
      undoClose: () => this.tabs.undoClose(),
      rename: (id, name) => this.tabs.rename(id, name),
      move: (id, to) => this.tabs.move(id, to),
      isRunning: (id) => this.panes.get(id)?.running ?? false,
    });
    // the sheets come when they are first opened
    const sheet = (open: () => Promise<void>) => () => void open().catch(() => this.note(this.say("end_offline")));
    this.bar = new RunBar(this.say, {
      tidy: this.services.has("layout") ? () => void this.tidy() : null,
      save: sheet(() => this.save()),
      share: sheet(() => this.share()),
      history: sheet(() => this.history()),
      saved: sheet(() => this.saved()),
      keys: sheet(() => this.keys()),
    });
  }

  /** Takes the place of the plain form. */
  begin(): void {
    const form = part<HTMLFormElement>("query-form");
    const field = part<HTMLTextAreaElement>("query");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.runOrStop();
    });
    field.hidden = true;
    field.disabled = true;
    for (const label of form.querySelectorAll<HTMLElement>("label[for=query]")) label.hidden = true;
    document.querySelector(".served")?.remove();
    document.querySelector("#share-plain")?.remove();
    document.documentElement.classList.add("benched");
    this.kept.onfull = () => this.note(this.say("storage_full"));
    this.editor.checker.onfound = (troubles) => {
      const text = this.editor.text;
      showProblems(part("bench-problems"), troubles, this.say, {
        reveal: (from, to) => this.editor.select(from, to),
        fix: (fix) => this.editor.checker.fix(fix, text),
      });
    };
    this.tabs.onchange = () => this.show();
    this.frame.fit(this.editor.wanted, true);
    this.show();
    document.addEventListener("keydown", (event) => this.key(event));
    if (changesSince(this.link.release, this.values.release)) {
      this.note(this.say("changed_since", { then: this.link.release.slice(0, 16), now: this.values.release.slice(0, 16) }));
    }
    if (this.values.given) void this.run(this.link.view);
  }

  private get tab() {
    return this.tabs.active;
  }

  private get pane(): Pane {
    const { id } = this.tab;
    let pane = this.panes.get(id);
    if (!pane) {
      pane = new Pane(this.values.endpoint, this.values.styles, this.values.phrases);
      pane.onchange = () => this.progress();
      pane.onview = (view) => this.tabs.choose(id, view);
      this.panes.set(id, pane);
    }
    return pane;
  }

  /** Shows what is open now. */
  private show(): void {
    const { id, text } = this.tab;
    if (this.editor.shown !== id || this.editor.text !== text) {
      this.editor.show(id, text);
      this.frame.fit(this.editor.wanted, true);
    }
    const { pane } = this;
    if (this.results.firstElementChild !== pane.element) this.results.replaceChildren(pane.element);
    this.results.hidden = false;
    this.progress();
  }

  private progress(): void {
    this.strip.show(this.tabs.tabs);
    this.bar.show(this.pane);
  }

  private open(text: string, name?: string, view?: string): void {
    this.tabs.open(text, name, view);
    this.editor.view.focus();
  }

  private close(id: string): void {
    this.panes.get(id)?.stop();
    this.panes.delete(id);
    this.editor.forget(id);
    this.tabs.close(id);
  }

  private runOrStop(): void {
    if (this.pane.running) this.pane.stop();
    else void this.run("");
  }

  private async run(linked: string): Promise<void> {
    const { pane, editor } = this;
    const { id, view } = this.tab;
    const query = editor.text;
    if (!query.trim()) return editor.view.focus();
    this.address(query);
    // the tour makes room
    document.body.dataset["ran"] = "";
    const options = linked ? this.values.link?.options : undefined;
    const asked = { query, isAsk: formOf(parse(query)) === "ask", view: linked || defaultView(query) || view, options };
    const ending = await pane.run(asked);
    if (!ending) return;
    this.library.ran(pane, ending);
    const panel = told(ending, query, {
      say: this.say,
      services: this.services,
      limit: this.values.seconds,
      reveal: (from, to) => this.reveal(id, query, from, to),
      offset: (line, column) => this.editor.offset(line, column),
      again: () => this.runOrStop(),
      fix: (fix) => {
        this.tabs.activate(id);
        this.editor.checker.fix(fix, query);
      },
    });
    if (panel) pane.told.replaceChildren(panel);
    if (this.tab.id !== id) return;
    if (ending.kind === "error") this.mark(ending, query);
    else if (linked) this.results.scrollIntoView({ block: "nearest" });
  }

  /** Marks the place that a refusal names, where the text is still that one. */
  private mark({ problem }: Ending, query: string): void {
    if (!problem?.line || this.editor.text !== query) return;
    const from = this.editor.offset(problem.line, problem.column ?? 1);
    const to = from + (/^[^\s{}()[\].;,]+|^./.exec(query.slice(from))?.[0].length ?? 0);
    // what the check has marked has fixes too
    if (!this.editor.checker.marks) {
      this.editor.checker.forget();
      void this.editor.checker.show([{ severity: "error", message: problem.detail ?? "", from, to }]);
    }
    if (!this.editor.view.hasFocus) this.editor.select(from, from);
  }

  private reveal(id: string, query: string, from: number, to: number): void {
    this.tabs.activate(id);
    if (this.editor.text === query) this.editor.select(from, to);
  }

  private async tidy(): Promise<void> {
    const before = this.editor.text;
    const after = await this.services.layout(before);
    if (after !== null && this.editor.text === before) this.editor.replace(after);
  }

  private async keys(): Promise<void> {
    (await import("./keys.ts")).keysSheet(this.say);
  }

  private async history(): Promise<void> {
    const { historySheet } = await import("./lists.ts");
    historySheet(() => this.library.runs(), this.say, { open: (text) => this.open(text), clear: () => this.library.clear() });
  }

  private async saved(): Promise<void> {
    const [{ savedSheet }, remote] = await Promise.all([import("./lists.ts"), this.remote()]);
    savedSheet(() => this.library.saved(), remote, this.say, { open: ({ name, text, view }) => this.open(text, name, view), remove: (name) => this.library.remove(name) });
  }

  private async save(): Promise<void> {
    const [{ saveSheet }, remote] = await Promise.all([import("./lists.ts"), this.remote()]);
    saveSheet(this.tab.name || titleOf(this.editor.text), remote, this.say, (name, there) => {
      const [{ text }, { view }] = [this.editor, this.pane];
      this.library.save(name, text, view);
      this.tabs.rename(this.tab.id, name);
      this.note(this.say("saved_as", { name }));
      if (there) void remote!.save(name, text, view).then((refusal) => refusal && this.note(this.say(refusal === "offline" ? "end_offline" : "token_refused")));
    });
  }

  /** Gives the queries that the server keeps, null where it keeps none. */
  private async remote(): Promise<Remote | null> {
    const address = this.values.services.saved;
    if (!address) return null;
    const [{ Remote }] = await Promise.all([import("../keeping/remote.ts"), dressed(this.values.sharing)]);
    return new Remote(address, windowStore());
  }

  private async share(): Promise<void> {
    const [{ shareSheet }] = await Promise.all([import("./share.ts"), dressed(this.values.sharing)]);
    const { pane, tab } = this;
    const query = this.editor.text;
    if (!query.trim()) return this.editor.view.focus();
    const same = pane.query === query;
    // what the reader calls the query goes with it
    const named = tab.name && !titleOf(query) ? `# ${tab.name}\n${query}` : query;
    shareSheet(new URL(this.values.endpoint, location.href).href, {
      query: named,
      view: same ? pane.view : "",
      options: same ? pane.options : {},
      release: (same && pane.release) || this.values.release,
      language: this.link.language,
    }, this.services, this.say);
  }

  /** Lets the address of the page be a link to the query that runs. */
  private address(query: string): void {
    const { link: led } = this.values;
    if (led?.query.trim() === query.trim()) {
      return history.replaceState(null, "", `${led.address}${this.link.language ? `?lang=${this.link.language}` : ""}`);
    }
    const link = permalink(new URL(this.values.endpoint, location.href).href, { query, language: this.link.language });
    const bare = new URL(this.values.endpoint, location.href).href;
    history.replaceState(null, "", link.length > LONGEST_ADDRESS ? bare : link);
  }

  private note(text: string): void {
    const note = element("p", { class: "note", role: "status" }, element("span", {}, text));
    note.append(element("button", { type: "button", class: "tab-tool", "aria-label": this.say("close"), click: () => note.remove() }, "×"));
    this.notes.replaceChildren(note);
  }

  private key(event: KeyboardEvent): void {
    if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
    const target = event.composedPath()[0] as HTMLElement;
    const writing = target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === "F1" || (event.key === "?" && !writing)) void this.keys();
    else if (mod && event.key === "Enter") this.runOrStop();
    else if (mod && !event.shiftKey && event.key.toLowerCase() === "s") void this.save();
    else return;
    event.preventDefault();
  }
}
