// The answer as one plain table.
import type { Kind, Row } from "../running/terms.ts";
import { element } from "./element.ts";

const MOST = 5000;

export class Results {
  private readonly host: HTMLElement;
  private body: HTMLElement | null = null;
  private count = 0;

  constructor(host: HTMLElement, _phrases: Readonly<Record<string, string>>) {
    this.host = host;
  }

  get shown(): { view: string } {
    return { view: "table" };
  }

  begin(columns: readonly string[], _meta: { query: string; kind: Kind; release?: string }): void {
    this.count = 0;
    this.body = element("tbody");
    const head = element("tr", {}, ...columns.map((name) => element("th", { scope: "col" }, name)));
    this.host.replaceChildren(element("div", { class: "table", tabindex: 0, role: "region", "aria-label": "table" }, element("table", {}, element("thead", {}, head), this.body)));
  }

  add(rows: readonly Row[]): void {
    for (const row of rows.slice(0, Math.max(0, MOST - this.count))) {
      this.body?.append(element("tr", {}, ...row.map((term) => element("td", {}, term?.value ?? ""))));
    }
    this.count += rows.length;
  }

  end(_state: { complete: boolean }): void {}

  show(_view: string): void {}

  free(): void {}
}
