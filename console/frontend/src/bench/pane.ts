// The answer of a tab: a query that runs or ran, and what came of it.
import type { Ending } from "../running/ending.ts";
import { run } from "../running/run.ts";
import type { Kind, Row } from "../results/terms.ts";
import { HEAD } from "../keeping/history.ts";
import { element } from "../results/element.ts";
import type { Results } from "../results/results.ts";

export interface Asked {
  readonly query: string;
  readonly isAsk: boolean;
  /** The view to show the answer in; empty where the answer decides. */
  readonly view: string;
  /** What is set in that view. */
  readonly options?: Readonly<Record<string, string>> | undefined;
}

export class Pane {
  readonly element = element("div", { class: "pane" });
  /** Where the ending is told. */
  readonly told = element("div", { class: "told" });
  query = "";
  rows = 0;
  started = 0;
  ending: Ending | null = null;
  release = "";
  columns: readonly string[] = [];
  kind: Kind = "select";
  head: Row[] = [];
  /** Called when there is something new to tell. */
  onchange: () => void = () => {};
  /** Called when the reader has chosen a view. */
  onview: (view: string) => void = () => {};
  private readonly host = element("div", { class: "answer", hidden: true });
  private readonly phrases: Readonly<Record<string, string>>;
  private readonly endpoint: string;
  private readonly style: string;
  private results: Results | null = null;
  private leave: AbortController | null = null;

  /** `style` is the address of the style sheet of results, which comes with the first of them. */
  constructor(endpoint: string, style: string, phrases: Readonly<Record<string, string>>) {
    this.endpoint = endpoint;
    this.style = style;
    this.phrases = phrases;
    this.element.append(this.told, this.host);
    this.host.addEventListener("viewchange", (event) => this.onview((event as CustomEvent<{ view: string }>).detail.view));
  }

  get running(): boolean {
    return this.leave !== null;
  }

  /** The view in sight, empty where there is none. */
  get view(): string {
    return this.ending && !this.host.hidden ? (this.results?.shown.view ?? "") : "";
  }

  /** What the reader set in the view. */
  get options(): Readonly<Record<string, string>> {
    return this.results?.shown.options ?? {};
  }

  stop(): void {
    this.leave?.abort();
  }

  /** Runs a query to its end; one that still runs is stopped. */
  async run(asked: Asked): Promise<Ending | null> {
    this.stop();
    const leave = new AbortController();
    Object.assign(this, { leave, query: asked.query, rows: 0, ending: null, release: "", head: [], columns: [], started: performance.now() });
    this.told.replaceChildren();
    this.element.classList.add("waiting");
    this.onchange();

    // the results come while the query runs; what they are told first waits for them
    const waiting: ((results: Results) => void)[] = [];
    let ready: Results | null = null as Results | null;
    const tell = (what: (results: Results) => void): void => {
      if (this.leave !== leave) return;
      if (ready) what(ready);
      else waiting.push(what);
    };
    const loaded = this.load().then((results) => {
      ready = results;
      if (!results) return;
      if (asked.view) results.show(asked.view, asked.options);
      else results.free();
      for (const what of waiting) what(results);
    });
    const ran = await run(this.endpoint, asked.query, asked.isAsk, leave.signal, {
      begin: (columns, kind, release) => {
        Object.assign(this, { columns, kind, release });
        tell((results) => {
          this.element.classList.remove("waiting");
          this.host.hidden = false;
          results.begin(columns, { query: asked.query, kind, release });
        });
      },
      add: (rows) => {
        this.rows += rows.length;
        if (this.head.length < HEAD) this.head.push(...rows.head(HEAD - this.head.length));
        tell((results) => results.add(rows));
      },
    });
    // another run has begun meanwhile
    if (this.leave !== leave) return null;
    await loaded;
    if (this.leave !== leave) return null;
    // without what shows them rows are as good as not come
    const ending: Ending = ready ? ran : { ...ran, kind: ran.rows ? "offline" : ran.kind, rows: 0 };
    tell((results) => results.end({ complete: ending.kind === "done" || ending.kind === "empty" }));
    this.leave = null;
    this.ending = ending;
    this.release = ending.release || this.release;
    this.element.classList.remove("waiting");
    this.host.hidden = ending.rows === 0;
    this.onchange();
    return ending;
  }

  /** Gives what shows answers, null where it cannot be had from the server. */
  private async load(): Promise<Results | null> {
    if (!this.results) {
      const [module] = await Promise.all([import("../results/results.ts").catch(() => null), dressed(this.style)]);
      if (module) this.results ??= new module.Results(this.host, this.phrases);
    }
    return this.results;
  }
}

/** Has a style sheet in the page; one that cannot be had costs the looks alone. */
export function dressed(address: string): Promise<void> {
  if ([...document.querySelectorAll("link")].some((link) => link.getAttribute("href") === address)) return Promise.resolve();
  return new Promise((go) => {
    const link = element("link", { rel: "stylesheet", href: address, load: () => go(), error: () => go() });
    document.head.append(link);
  });
}
