// Queries that the server keeps for the holder of a token. The token stays in this window: it is
// sent in a header alone, so no page of another site can make a browser use it.
import { objectsOf, textOf } from "./storage.ts";
import type { Saved } from "./history.ts";

const TOKEN = "bench.token";

export type Refusal = "unknown" | "refused" | "offline";

export class Remote {
  private readonly address: string;
  private readonly store: Storage | null;

  constructor(address: string, store: Storage | null) {
    this.address = address;
    this.store = store;
  }

  get token(): string {
    try {
      return this.store?.getItem(TOKEN) ?? "";
    } catch {
      return "";
    }
  }

  /** Uses a token from now on, or none. */
  use(token: string): void {
    try {
      if (token) this.store?.setItem(TOKEN, token);
      else this.store?.removeItem(TOKEN);
    } catch {
      // a browser that keeps nothing asks again
    }
  }

  /** Gives the saved queries, or why there are none to be had. */
  async saved(token = this.token): Promise<readonly Saved[] | Refusal> {
    const answer = await this.ask("", token, {});
    if (typeof answer === "string") return answer;
    const said = (await answer.json().catch(() => ({}))) as { queries?: unknown };
    return objectsOf(said.queries).map((one) => ({ name: textOf(one.name, 120), text: textOf(one.query), view: textOf(one.view, 20), when: Date.parse(textOf(one.saved, 40)) || 0 }));
  }

  async save(name: string, query: string, view: string): Promise<Refusal | null> {
    const body = JSON.stringify({ query, view });
    const answer = await this.ask(`/${encodeURIComponent(name)}`, this.token, { method: "PUT", body, headers: { "Content-Type": "application/json" } });
    return typeof answer === "string" ? answer : null;
  }

  async remove(name: string): Promise<Refusal | null> {
    const answer = await this.ask(`/${encodeURIComponent(name)}`, this.token, { method: "DELETE" });
    return typeof answer === "string" ? answer : null;
  }

  private async ask(path: string, token: string, init: RequestInit & { headers?: Record<string, string> }): Promise<Response | Refusal> {
    // what cannot stand in a header is no token
    if (!/^[\w\-.~+/]+=*$/.test(token)) return "unknown";
    try {
      const answer = await fetch(this.address + path, { ...init, headers: { ...init.headers, Accept: "application/json", Authorization: `Bearer ${token}` } });
      if (answer.ok) return answer;
      return answer.status === 401 ? "unknown" : "refused";
    } catch {
      return "offline";
    }
  }
}
