// The answer as the server sends it, in the format that is asked for; the beginning of it.
import { copy } from "./clipboard.ts";
import { choice, element } from "./element.ts";
import { address } from "./site.ts";
import type { Kind } from "./terms.ts";
import type { Answer, View } from "./view.ts";

const FORMS: Record<Kind, readonly (readonly [string, string])[]> = {
  select: [["application/sparql-results+json", "JSON"], ["application/sparql-results+xml", "XML"], ["text/csv", "CSV"], ["text/tab-separated-values", "TSV"]],
  graph: [["text/turtle", "Turtle"], ["application/ld+json", "JSON-LD"], ["application/n-triples", "N-Triples"], ["application/rdf+xml", "RDF/XML"]],
  ask: [["application/sparql-results+json", "JSON"], ["application/sparql-results+xml", "XML"]],
};
const MOST = 200_000;

/** Shows what the server answers. */
export class Raw implements View {
  readonly element: HTMLElement;
  private readonly answer: Answer;
  private readonly text = element("pre", { class: "listing", tabindex: "0" });
  private readonly status = element("p", { role: "status", class: "status" });
  private running: AbortController | null = null;
  private form: string;
  private asked = "";

  constructor(answer: Answer) {
    const { say } = (this.answer = answer);
    const forms = FORMS[answer.meta.kind];
    this.form = forms[0]![0];
    this.text.setAttribute("aria-label", say("view_raw"));
    this.text.setAttribute("role", "region");
    this.element = element("div", { class: "raw-view" },
      element("div", { class: "tools" },
        this.status,
        choice(say("format"), forms, this.form, (form) => {
          this.form = form;
          void this.ask();
        }),
        element("button", { type: "button", class: "tool", click: async () => {
          const well = await copy(this.text.textContent ?? "");
          this.status.textContent = say(well ? "copied_cell" : "not_copied");
        } }, say("copy"))),
      this.text);
  }

  refresh(): void {
    if (this.answer.ended && this.asked !== this.form) void this.ask();
    else if (!this.answer.ended) this.status.textContent = this.answer.say("waiting");
  }

  close(): void {
    this.running?.abort();
  }

  /** Asks the server once more, which it answers from memory where the answer is small. */
  private async ask(): Promise<void> {
    const { say, meta } = this.answer;
    this.running?.abort();
    const mine = (this.running = new AbortController());
    this.asked = this.form;
    this.text.replaceChildren();
    this.status.textContent = say("waiting");
    try {
      const answer = await fetch(address("sparql"), {
        method: "POST",
        headers: { "Content-Type": "application/sparql-query", Accept: this.form },
        body: meta.query,
        signal: mine.signal,
      });
      const { text, cut } = await beginning(answer);
      if (mine.signal.aborted) return;
      this.text.textContent = text;
      const values = { media: answer.headers.get("Content-Type") ?? "", size: this.answer.count(text.length) };
      this.status.textContent = say(cut ? "raw_cut" : "raw_whole", values);
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof TypeError)) throw error;
      this.status.textContent = say("no_connection");
    }
  }
}

/** Gives the beginning of a text that comes, and lets the rest go. */
async function beginning(answer: Response): Promise<{ text: string; cut: boolean }> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, cut: false };
    text += value;
    if (text.length > MOST) {
      await reader.cancel();
      return { text: text.slice(0, MOST), cut: true };
    }
  }
}
