// Problems of the text: marked at once by the grammar, then as the server's parser sees them.
import { completionStatus } from "@codemirror/autocomplete";
import type { Diagnostic } from "@codemirror/lint";
import { syntaxTree } from "@codemirror/language";
import type { EditorView } from "@codemirror/view";
import type { Say } from "./completion.ts";
import type { Fix, Services, Trouble } from "./services.ts";
import { misfit } from "./syntax.ts";

const AT_ONCE = 300;
const SERVER = 550;

export class Checker {
  /** Called with the problems of the text whenever they are known anew. */
  onfound: (troubles: readonly Trouble[]) => void = () => {};
  private readonly view: EditorView;
  private readonly services: Services;
  private readonly say: Say;
  private timers: number[] = [];
  private leave = new AbortController();
  private marked = false;
  private found: readonly Trouble[] = [];
  /** The text that has them. */
  private of = "";
  /** Whether a mistake is marked. */
  marks = false;

  constructor(view: EditorView, services: Services, say: Say) {
    this.view = view;
    this.services = services;
    this.say = say;
  }

  /** Looks at the text again after a moment in which it does not change. */
  soon(): void {
    this.forget();
    this.timers = [
      window.setTimeout(() => this.local(), AT_ONCE),
      window.setTimeout(() => void this.remote(), SERVER),
    ];
  }

  /** Marks these problems, if the text is still the one that has them. */
  async show(troubles: readonly Trouble[]): Promise<void> {
    const { doc } = this.view.state;
    this.found = troubles;
    this.of = doc.toString();
    this.onfound(troubles);
    this.marks = troubles.some(({ severity }) => severity === "error");
    // what marks problems comes with the first of them
    if (!troubles.length && !this.marked) return;
    this.marked = true;
    const { setDiagnostics } = await import("@codemirror/lint");
    const { state } = this.view;
    if (state.doc !== doc) return;
    const { length } = doc;
    const text = this.of;
    const diagnostics = troubles.map(({ from, to, severity, message, fixes }): Diagnostic => ({
      from: Math.min(from, length),
      to: Math.min(Math.max(to, from), length),
      severity,
      message,
      actions: (fixes ?? []).map((fix) => ({ name: fix.title, apply: () => this.fix(fix, text) })),
    }));
    this.view.dispatch(setDiagnostics(state, diagnostics));
  }

  /** Applies a fix, if the text is still the one that it is for. */
  fix(fix: Fix, of: string): void {
    if (this.view.state.doc.toString() !== of) return;
    this.view.dispatch({ changes: fix.edits.map(({ from, to, insert }) => ({ from, to, insert })), userEvent: "input.fix", scrollIntoView: true });
    this.view.focus();
  }

  /** Applies the first fix of the problem at the cursor, else of the next that has one. */
  putRight(): void {
    const { head } = this.view.state.selection.main;
    const able = this.found.filter(({ fixes }) => fixes?.length);
    const one = able.find(({ to }) => to >= head) ?? able[0];
    if (one) this.fix(one.fixes![0]!, this.of);
  }

  /** Lets go of what is under way. */
  forget(): void {
    this.timers.forEach((timer) => window.clearTimeout(timer));
    this.leave.abort();
    this.leave = new AbortController();
  }

  private local(): void {
    const text = this.view.state.doc.toString();
    // a word that is being chosen is not a mistake yet
    if (completionStatus(this.view.state)) return;
    const place = text.trim() ? misfit(syntaxTree(this.view.state), text) : null;
    void this.show(place ? [{ severity: "error", message: this.say("misfit"), ...place }] : []);
  }

  private async remote(): Promise<void> {
    const { signal } = this.leave;
    const text = this.view.state.doc.toString();
    if (!text.trim() || !this.services.has("check")) return;
    const troubles = await this.services.check(text, signal);
    if (troubles && !signal.aborted) void this.show(troubles);
  }
}
