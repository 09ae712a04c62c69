// What IRIs are called, asked of the server for those that are in sight, many at once.
import { shortName } from "./names.ts";
import { address, destination, type Destination } from "./site.ts";

export interface Label {
  readonly text: string;
  readonly language: string;
  /** Where its page is; empty where it has none here. */
  readonly href?: string;
}

interface Fetched {
  readonly labels: Record<string, Label>;
  readonly columns?: Record<string, string>;
}

const MOST = 2000;
const KEPT = 200_000;

/** The labels of one language. `onchange` is called when some have come. */
export class Labels {
  language: string;
  onchange: () => void = () => {};
  /** How often names have changed. */
  changes = 0;
  private known = new Map<string, Label | null>();
  private wanted = new Set<string>();
  private titles = new Map<string, string>();
  private untitled = new Set<string>();
  private timer = 0;
  private failed = false;

  constructor(language: string) {
    this.language = language;
  }

  /** Gives the label of an IRI where it is known; otherwise it will be asked for. */
  of(iri: string): Label | undefined {
    const found = this.known.get(iri);
    if (found === undefined) this.want(iri);
    return found ?? undefined;
  }

  /** Gives how to call an IRI in a drawing: its label or its short name. */
  name(iri: string): string {
    return this.of(iri)?.text || shortName(iri);
  }

  /** Gives what a column is called; its variable in words until the server has said it. */
  title(variable: string): string {
    const found = this.titles.get(variable);
    if (found !== undefined) return found;
    this.titles.set(variable, inWords(variable));
    this.untitled.add(variable);
    this.soon();
    return inWords(variable);
  }

  /** Gives where an IRI leads: where the server says, or else by the rules of the site. */
  leads(iri: string): Destination | null {
    const href = this.known.get(iri)?.href;
    return href?.startsWith("/") && !href.startsWith("//") ? { href, outside: false } : destination(iri);
  }

  /** Has the labels of all of these, once. */
  async have(iris: Iterable<string>): Promise<void> {
    for (const iri of iris) if (!this.known.has(iri)) this.wanted.add(iri);
    await this.ask();
  }

  /** Goes on in another language. */
  speak(language: string): void {
    this.language = language;
    this.known = new Map();
    this.titles = new Map();
    this.failed = false;
    this.changed();
  }

  private changed(): void {
    this.changes++;
    this.onchange();
  }

  private want(iri: string): void {
    if (this.failed) return;
    this.wanted.add(iri);
    this.soon();
  }

  private soon(): void {
    if (!this.failed) this.timer ||= window.setTimeout(() => void this.ask(), 30);
  }

  private async ask(): Promise<void> {
    window.clearTimeout(this.timer);
    this.timer = 0;
    const iris = [...this.wanted];
    this.wanted.clear();
    const variables = [...this.untitled];
    this.untitled.clear();
    const language = this.language;
    let changed = false;
    for (let start = 0; (start < iris.length || (start === 0 && variables.length)) && !this.failed; start += MOST) {
      const asked = iris.slice(start, start + MOST);
      const { labels: found, columns = {} } = await this.fetched(asked, start ? [] : variables, language);
      if (language !== this.language) return;
      for (const [variable, title] of Object.entries(columns)) {
        changed ||= this.titles.get(variable) !== title;
        this.titles.set(variable, title);
      }
      if (this.known.size > KEPT) this.known.clear();
      for (const iri of asked) this.known.set(iri, found[iri] ?? null);
      changed ||= asked.some((iri) => found[iri]);
    }
    if (changed) this.changed();
  }

  private async fetched(iris: string[], columns: string[], language: string): Promise<Fetched> {
    try {
      const answer = await fetch(address("labels"), {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json" },
        body: JSON.stringify({ iris, columns, lang: language }),
      });
      if (answer.ok) return (await answer.json()) as Fetched;
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
    // short names do until the reader asks for another language
    this.failed = true;
    return { labels: {} };
  }
}

function inWords(variable: string): string {
  return variable.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, " ").toLowerCase();
}
