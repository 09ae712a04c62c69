// The answer of a query that asks whether: yes or no, in words.
import { element } from "./element.ts";
import type { Answer, View } from "./view.ts";

/** Shows whether what was asked is so. */
export class Verdict implements View {
  readonly element = element("p", { class: "headline verdict" });
  private readonly answer: Answer;

  constructor(answer: Answer) {
    this.answer = answer;
  }

  refresh(): void {
    this.answer.columns.settle();
    const said = this.answer.columns.first[0];
    if (said && said.size > 1) this.element.textContent = this.answer.say(said.value(1) === "true" ? "yes" : "no");
  }

  close(): void {}
}
