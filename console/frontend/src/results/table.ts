// The table: a grid, what can be done with it, and the whole of the active cell beneath it.
import { Arrangement } from "./arrangement.ts";
import { copy, tabbed } from "./clipboard.ts";
import { element, choice } from "./element.ts";
import { Grid } from "./grid.ts";
import { menu } from "./menu.ts";
import { shortName } from "./names.ts";
import type { Term } from "./terms.ts";
import type { Answer, View } from "./view.ts";
import { widthOf } from "./widths.ts";

// what a clipboard takes without the page halting; beyond it there are downloads
const COPIED = 100_000;

/** Shows an answer as a table. */
export class Table implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly arrangement: Arrangement;
  private readonly grid: Grid;
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly reader = element("div", { class: "reader", role: "group" });
  private measured = false;
  private seen = 0;
  private named = 0;

  constructor(answer: Answer) {
    const { say } = (this.answer = answer);
    this.arrangement = new Arrangement(
      answer.columns,
      answer.language,
      (iri) => answer.labels.of(iri)?.text ?? shortName(iri),
      (iris) => answer.labels.have(iris),
    );
    this.measure();
    this.grid = new Grid(answer, this.arrangement);
    this.arrangement.onchange = () => {
      this.grid.rebuild();
      this.grid.go(0, this.grid.active.column);
      this.tell();
    };
    this.grid.onmove = () => this.read();
    this.grid.onhide = () => this.tell();
    this.grid.oncopy = (column) => void (column ? this.copyColumn(column) : this.copyCell());
    const filter = element("button", { type: "button", class: "tool", "aria-pressed": "false", click: () => {
      this.grid.filtering = !this.grid.filtering;
      filter.setAttribute("aria-pressed", String(this.grid.filtering));
      this.grid.rebuild();
      if (this.grid.filtering) this.grid.element.querySelector<HTMLElement>("input.filter")?.focus();
      else for (const column of [...this.arrangement.filters.keys()]) void this.arrangement.filter(column, "");
    } }, say("filter"));
    const columns = element("button", { type: "button", class: "tool" }, say("columns"));
    const copying = element("button", { type: "button", class: "tool" }, say("copy"));
    this.element = element("div", { class: "table-view" },
      element("div", { class: "tools" },
        this.status,
        filter,
        columns,
        menu(columns, say("columns"), () => answer.columns.names.map((name) => {
          const ticked = !this.arrangement.hidden.has(name);
          return { name: answer.title(name), ticked, disabled: ticked && this.arrangement.shown.length < 2, act: () => this.toggle(name) };
        })),
        choice(say("names"), [["both", say("names_both")], ["labels", say("names_labels")], ["iris", say("names_iris")]], "both", (value) => {
          this.grid.naming = value as Grid["naming"];
          this.grid.refresh();
        }),
        copying,
        menu(copying, say("copy"), () => [
          { name: say("copy_cell"), act: () => void this.copyCell() },
          { name: say("copy_row"), act: () => void this.copyRow() },
          { name: say("copy_table"), act: () => void this.copyTable() },
        ])),
      this.grid.element,
      this.reader);
  }

  refresh(): void {
    const { labels, columns, ended } = this.answer;
    const [before, named] = [this.seen, this.named];
    this.seen = columns.length;
    this.named = labels.changes;
    this.measure();
    if (this.seen !== before && this.arrangement.arranged && ended) void this.arrangement.arrange();
    if (this.named !== named) this.grid.refresh();
    else this.grid.grow();
    this.tell();
    if (this.named !== named || !before) this.read();
  }

  close(): void {
    this.grid.close();
  }

  private measure(): void {
    if (this.measured || !this.answer.columns.length) return;
    this.measured = true;
    const { kinds } = this.answer.roles;
    this.answer.columns.first.forEach((column, index) => this.arrangement.widths.set(column.name, widthOf(column, kinds[index]!)));
    this.grid?.rebuild();
  }

  private toggle(name: string): void {
    if (!this.arrangement.hidden.delete(name)) this.arrangement.hidden.add(name);
    this.grid.rebuild();
    this.tell();
  }

  private tell(): void {
    const { say } = this.answer;
    const total = this.answer.columns.length;
    const shown = this.arrangement.length;
    const parts = [this.arrangement.filters.size
      ? say("rows_of", { shown: this.answer.count(shown), total: this.answer.count(total) })
      : say(total === 1 ? "row" : "rows", { total: this.answer.count(total) })];
    if (this.arrangement.hidden.size) parts.push(say("hidden", { count: this.arrangement.hidden.size }));
    if (this.arrangement.busy) parts.push(say("arranging"));
    const text = parts.join(" · ");
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  private term(): Term | null {
    const name = this.arrangement.shown[this.grid.active.column];
    if (!name || !this.arrangement.length) return null;
    const { columns } = this.answer;
    return columns.row(this.arrangement.row(this.grid.active.row))[columns.names.indexOf(name)] ?? null;
  }

  /** Shows the whole of the active cell. */
  private read(): void {
    const { say } = this.answer;
    const name = this.arrangement.shown[this.grid.active.column];
    this.reader.hidden = !name || !this.arrangement.length;
    if (this.reader.hidden) return;
    const term = this.term();
    this.reader.setAttribute("aria-label", say("cell_name", { column: this.answer.title(name!), row: this.answer.count(this.grid.active.row + 1) }));
    this.reader.replaceChildren(
      element("p", {}, element("span", { class: "where" }, `${this.answer.title(name!)} · ${this.answer.count(this.grid.active.row + 1)}`), ...this.whole(term)),
      element("div", { class: "acts" },
        element("button", { type: "button", class: "tool", click: () => void this.copyCell() }, say("copy_cell")),
        element("button", { type: "button", class: "tool", click: () => void this.copyRow() }, say("copy_row"))));
  }

  private whole(term: Term | null): Node[] {
    const { say } = this.answer;
    if (!term) return [element("span", { class: "faint" }, say("unbound"))];
    if (term.type !== "iri") {
      const what = term.type === "bnode" ? say("blank") : term.language ?? shortName(term.datatype ?? "");
      return [element("span", { lang: term.type === "literal" ? term.language ?? null : null }, this.answer.name(term)), element("span", { class: "tag" }, what)];
    }
    const label = this.answer.labels.of(term.value);
    const leads = this.answer.labels.leads(term.value);
    return [
      label && leads ? element("a", { href: leads.href, rel: leads.outside ? "noopener noreferrer nofollow" : null }, label.text) : null,
      element("code", {}, term.value),
    ].filter((one) => one !== null);
  }

  private async copyCell(): Promise<void> {
    this.done(await copy(this.term()?.value ?? ""), "copied_cell");
  }

  private async copyRow(): Promise<void> {
    const row = this.arrangement.row(this.grid.active.row);
    this.done(await copy(tabbed(this.terms([row]))), "copied_row");
  }

  private async copyColumn(column: string): Promise<void> {
    await this.copyRows([column], false);
  }

  private async copyTable(): Promise<void> {
    await this.copyRows(this.arrangement.shown, true);
  }

  private async copyRows(columns: readonly string[], head: boolean): Promise<void> {
    const { say } = this.answer;
    const count = this.arrangement.length;
    if (count > COPIED) {
      this.status.textContent = say("too_many_to_copy", { most: this.answer.count(COPIED) });
      return;
    }
    const rows = Array.from({ length: count }, (_, place) => this.arrangement.row(place));
    this.done(await copy(tabbed(this.terms(rows, columns), head ? columns : undefined)), "copied_rows", count);
  }

  private *terms(rows: Iterable<number>, names: readonly string[] = this.arrangement.shown): Generator<(Term | null)[]> {
    const columns = names.map((name) => this.answer.columns.column(name)!);
    for (const row of rows) yield columns.map((column) => column.at(row));
  }

  private done(well: boolean, phrase: string, count = 1): void {
    this.status.textContent = this.answer.say(well ? phrase : "not_copied", { total: this.answer.count(count) });
  }
}
