// The bar below the editor: run or stop, how it goes, and what to do with the query.
import { element } from "../results/element.ts";
import type { Pane } from "./pane.ts";
import { counted, part, seconds, type Speak } from "./site.ts";

export interface BarActions {
  readonly tidy: (() => void) | null;
  readonly save: () => void;
  readonly share: () => void;
  readonly history: () => void;
  readonly saved: () => void;
  readonly keys: () => void;
}

const TICK = 100;
const HAVE_ROWS: ReadonlySet<string> = new Set(["done", "empty", "stopped", "cut", "full"]);

export class RunBar {
  private readonly say: Speak;
  private readonly button = part<HTMLButtonElement>("run");
  private readonly seen = element("span", { "aria-hidden": "true", class: "figures" });
  private readonly heard = element("span", { role: "status", class: "unseen" });
  private pane: Pane | null = null;
  private timer = 0;

  constructor(say: Speak, actions: BarActions) {
    this.say = say;
    const progress = part("bench-progress");
    progress.append(this.seen, this.heard);
    progress.hidden = false;
    const button = (key: string, act: () => void): HTMLElement => element("button", { type: "button", class: "deed", click: act }, say(key));
    const below = part("bench-actions");
    if (actions.tidy) below.append(button("tidy", actions.tidy));
    below.append(button("save", actions.save), button("share", actions.share));
    below.hidden = false;
    const above = part("bench-tools");
    above.append(button("history", actions.history), button("saved", actions.saved), button("keys", actions.keys));
    above.hidden = false;
  }

  /** Shows how the query of a pane goes. */
  show(pane: Pane): void {
    this.pane = pane;
    this.button.textContent = this.say(pane.running ? "stop" : "run");
    this.button.classList.toggle("stopping", pane.running);
    window.clearInterval(this.timer);
    if (pane.running) this.timer = window.setInterval(() => this.tick(), TICK);
    this.tick();
    this.hear(pane);
  }

  private tick(): void {
    const { pane } = this;
    const text = pane ? this.progress(pane) : "";
    if (this.seen.textContent !== text) this.seen.textContent = text;
  }

  private progress(pane: Pane): string {
    if (pane.running) return `${seconds(performance.now() - pane.started)} · ${this.rows(pane.rows, pane)}`;
    if (!pane.ending || !HAVE_ROWS.has(pane.ending.kind)) return "";
    const took = seconds(pane.ending.milliseconds);
    return pane.kind === "ask" ? took : `${this.rows(pane.ending.rows, pane)} · ${took}`;
  }

  private rows(count: number, { kind }: Pane): string {
    const one = count === 1;
    return `${counted(count)} ${this.say(kind === "graph" ? (one ? "triple" : "triples") : one ? "row" : "rows")}`;
  }

  /** Says it once to those who listen, not at every tick. */
  private hear(pane: Pane): void {
    const text = pane.running ? this.say("running") : pane.ending ? [this.say(`end_${pane.ending.kind}`), this.progress(pane)].filter(Boolean).join(": ") : "";
    if (this.heard.textContent !== text) this.heard.textContent = text;
  }
}
