// The pivot table: groups of rows down and across, and an exact aggregate of each.
import { copy } from "./clipboard.ts";
import { choice, element } from "./element.ts";
import { AGGREGATES, pivoted, type Aggregate, type Cell, type PivotQuestion } from "./sums.ts";
import type { Term } from "./terms.ts";
import type { Answer, Options, View } from "./view.ts";

/** Shows an answer as a pivot table. */
export class Pivot implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private question: PivotQuestion;
  private readonly tools = element("div", { class: "tools" });
  private readonly status = element("p", { role: "status", class: "status" });
  private readonly room: HTMLElement;

  constructor(answer: Answer, options: Options) {
    this.answer = answer;
    this.question = question(answer, options);
    this.room = element("div", { class: "pivot", role: "region", tabindex: "0", "aria-label": answer.say("view_pivot") });
    this.element = element("div", { class: "pivot-view" }, this.tools, this.room);
    this.build();
  }

  refresh(): void {
    if (this.answer.columns.names.length && this.answer.columns.length) this.draw();
  }

  close(): void {}

  private build(): void {
    const { say, columns } = this.answer;
    const names = this.answer.titled(columns.names);
    const set = (key: keyof PivotQuestion) => (value: string) => {
      this.question = { ...this.question, [key]: value };
      this.answer.onset({ ...this.question });
      this.draw();
    };
    this.tools.replaceChildren(
      this.status,
      choice(say("pivot_row"), names, this.question.row, set("row")),
      choice(say("pivot_column"), [["", say("none")], ...names], this.question.column, set("column")),
      choice(say("pivot_value"), names, this.question.value, set("value")),
      choice(say("pivot_aggregate"), AGGREGATES.map((one) => [one, say(`aggregate_${one}`)] as const), this.question.aggregate, set("aggregate")),
      element("button", { type: "button", class: "tool", click: () => void this.copied() }, say("copy")));
  }

  private draw(): void {
    const { say } = this.answer;
    if (!this.question.row) {
      this.question = question(this.answer, {});
      this.build();
    }
    const found = pivoted(this.answer.columns, this.question);
    const across = this.question.column !== "";
    const head = element("tr", {}, element("th", { scope: "col" }, this.question.row),
      ...found.columns.map((term) => element("th", { scope: "col", class: "number" }, across ? this.name(term) : say(`aggregate_${this.question.aggregate}`))),
      across ? element("th", { scope: "col", class: "number" }, say("total")) : null);
    const body = found.rows.map((term, index) => element("tr", {},
      element("th", { scope: "row" }, this.linked(term)),
      ...found.cells[index]!.map((cell) => this.cell(cell)),
      across ? this.cell(found.rowTotals[index], true) : null));
    const foot = element("tr", { class: "total" }, element("th", { scope: "row" }, say("total")),
      ...found.columnTotals.map((cell) => this.cell(cell, true)),
      across ? this.cell(found.total, true) : null);
    this.room.replaceChildren(element("table", {}, element("thead", {}, head), element("tbody", {}, ...body), element("tfoot", {}, foot)));
    const notes = [say("groups", { rows: this.answer.count(found.rows.length), columns: this.answer.count(found.columns.length) })];
    if (found.rowsLeft + found.columnsLeft) notes.push(say("groups_left", { count: this.answer.count(found.rowsLeft + found.columnsLeft) }));
    if (found.total.left) notes.push(say("not_numbers", { count: this.answer.count(found.total.left) }));
    if (found.total.mixed) notes.push(say("mixed_units"));
    this.status.textContent = notes.join(" · ");
  }

  private cell(cell: Cell | undefined, total = false): HTMLElement {
    const made = element("td", { class: total ? "number total" : "number" });
    if (cell?.mixed) made.append(element("span", { class: "faint", title: this.answer.say("mixed_units") }, this.answer.say("mixed")));
    else if (cell) made.append(this.answer.number(cell.text));
    return made;
  }

  private linked(term: Term | null): Node {
    const leads = term?.type === "iri" ? this.answer.labels.leads(term.value) : null;
    return leads ? element("a", { href: leads.href, rel: leads.outside ? "noopener noreferrer nofollow" : null }, this.name(term)) : element("span", {}, this.name(term));
  }

  private name(term: Term | null): string {
    return term ? this.answer.name(term) : this.answer.say("unbound");
  }

  private async copied(): Promise<void> {
    const rows = [...this.room.querySelectorAll("tr")].map((row) => [...row.cells].map((cell) => cell.textContent ?? "").join("\t"));
    this.status.textContent = this.answer.say((await copy(rows.join("\n"))) ? "copied_cell" : "not_copied");
  }
}

/** Gives what to ask first: names down, times or other names across, and the sum of the first number. */
function question(answer: Answer, options: Options): PivotQuestion {
  const { roles, columns } = answer;
  const has = (name: string | undefined) => (name !== undefined && columns.names.includes(name) ? name : undefined);
  const value = has(options.value) ?? roles.numbers.find((name) => !/lower|upper/i.test(name)) ?? roles.numbers[0] ?? columns.names[0] ?? "";
  const names = roles.names.filter((name) => name !== value);
  const row = has(options.row) ?? names[0] ?? columns.names[0] ?? "";
  const unit = columns.names.find((name) => /^(?:unit|currency)/i.test(name)) ?? "";
  // where numbers have several units, only those of one are added: each has a column
  const several = (columns.column(unit)?.size ?? 0) > 2 && unit !== row ? unit : undefined;
  const across = several ?? roles.times.find((name) => name !== row) ?? names.find((name) => name !== row && few(answer, name)) ?? "";
  const aggregate = AGGREGATES.find((one) => one === options.aggregate) ?? ((roles.numbers.includes(value) ? "sum" : "count") as Aggregate);
  const column = options.column === "" ? "" : (has(options.column) ?? across);
  return { row, column, value, aggregate, unit };
}

function few(answer: Answer, name: string): boolean {
  return (answer.columns.column(name)?.size ?? 0) <= 30;
}
