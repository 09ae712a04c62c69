// The language services of the server, asked only where it offers them.

export interface Offer {
  readonly iri: string;
  readonly name: string;
  readonly label?: string;
  readonly language?: string;
  readonly kind: "class" | "property" | "individual" | "graph" | "prefix";
  readonly detail?: string;
  readonly count?: number;
  readonly required?: boolean;
  readonly usual?: boolean;
  readonly matched?: string;
}

export interface TermCard {
  readonly iri: string;
  readonly name?: string;
  readonly label?: string;
  readonly language?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly definition?: string;
  readonly example?: string;
  readonly counts?: Readonly<Record<string, number>>;
  readonly kind?: string;
  readonly href?: string;
}

export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface Fix {
  readonly title: string;
  readonly edits: readonly Edit[];
}

export interface Trouble {
  readonly severity: "error" | "warning" | "info";
  readonly code?: string;
  readonly message: string;
  readonly from: number;
  readonly to: number;
  readonly fixes?: readonly Fix[];
}

export interface Pattern {
  readonly kind?: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly rows: boolean | null;
  /** How many fit it alone, as far as was counted. */
  readonly count?: number | null;
}

export interface Emptiness {
  /** The finding in words, in the reader's language. */
  readonly message: string;
  readonly patterns: readonly Pattern[];
  readonly joins?: readonly { readonly patterns: readonly number[]; readonly rows: boolean | null; readonly count?: number | null }[];
  /** What is more than this was not counted. */
  readonly most?: number;
  /** The first pattern that fits nothing, or the first that do not fit together. */
  readonly first?: { readonly kind?: string; readonly patterns: readonly number[] } | null;
  /** Names that nothing in the graph bears. */
  readonly unknown?: readonly Trouble[];
}

type Name = "complete" | "term" | "labels" | "check" | "layout" | "empty" | "links" | "saved";

export class Services {
  private readonly addresses: Readonly<Record<string, string>>;
  private readonly language: string;
  // an address that turns out to be missing is not asked again
  private readonly missing = new Set<Name>();

  constructor(addresses: Readonly<Record<string, string>>, language: string) {
    this.addresses = addresses;
    this.language = language;
  }

  has(name: Name): boolean {
    return name in this.addresses && !this.missing.has(name);
  }

  async complete(asked: Record<string, string | readonly string[]>, signal?: AbortSignal): Promise<readonly Offer[]> {
    const found = await this.ask<{ items: Offer[] }>("complete", { query: asked, signal });
    return found?.items ?? [];
  }

  term(iri: string, signal?: AbortSignal): Promise<TermCard | null> {
    return this.ask<TermCard>("term", { query: { iri }, signal });
  }

  async check(text: string, signal?: AbortSignal): Promise<readonly Trouble[] | null> {
    return (await this.ask<{ problems: Trouble[] }>("check", { body: text, signal }))?.problems ?? null;
  }

  async layout(text: string): Promise<string | null> {
    const answer = await this.fetched("layout", { body: text });
    return answer?.ok ? answer.text() : null;
  }

  empty(text: string, signal?: AbortSignal): Promise<Emptiness | null> {
    return this.ask<Emptiness>("empty", { body: text, signal });
  }

  async shorten(linked: Readonly<Record<string, unknown>>): Promise<string | null> {
    const answer = await this.fetched("links", { body: JSON.stringify(linked), type: "application/json" });
    if (!answer?.ok) return null;
    const said = (await answer.json().catch(() => ({}))) as { href?: string; url?: string };
    const where = answer.headers.get("Location") ?? said.href ?? said.url;
    return where ? new URL(where, location.href).href : null;
  }

  private async ask<Said>(name: Name, given: Given): Promise<Said | null> {
    const answer = await this.fetched(name, given);
    if (!answer?.ok) return null;
    try {
      return (await answer.json()) as Said;
    } catch {
      // broken off or not JSON: a service adds to the page, and its page does without
      return null;
    }
  }

  private async fetched(name: Name, { query, body, type, signal }: Given): Promise<Response | null> {
    if (!this.has(name)) return null;
    const address = new URL(this.addresses[name]!, location.href);
    address.searchParams.set("lang", this.language);
    for (const [key, value] of Object.entries(query ?? {})) {
      for (const one of typeof value === "string" ? [value] : value) address.searchParams.append(key, one);
    }
    const sent: RequestInit = body === undefined ? {} : { method: "POST", body, headers: { "Content-Type": type ?? "application/sparql-query" } };
    if (signal) sent.signal = signal;
    try {
      const answer = await fetch(address, sent);
      if (answer.status === 404 || answer.status === 405) this.missing.add(name);
      return answer;
    } catch {
      return null;
    }
  }
}

interface Given {
  readonly query?: Record<string, string | readonly string[]>;
  readonly body?: string;
  readonly type?: string;
  readonly signal?: AbortSignal | undefined;
}
