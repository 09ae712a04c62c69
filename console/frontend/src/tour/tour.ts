// A card that walks around the page in a few steps. It takes the focus only where it was asked for.
import { addressOfSteps, told, type Step, type Tour } from "./steps.ts";

export interface Visit {
  readonly address: string;
  readonly page: string;
  readonly asked: boolean;
  readonly seen: (pages: readonly string[]) => void;
}

const MARK = "toured";

/** Shows the steps of a page one after the other, until they are done or skipped. */
export async function takeTour(visit: Visit): Promise<void> {
  if (document.querySelector(".tour-card")) return;
  const tour = await read(visit.address);
  const steps = (tour?.steps[visit.page] ?? []).filter((step) => shown(step));
  if (!tour || steps.length === 0) return;
  if (!(await styled(tour.style))) return;
  const back = document.activeElement;
  const card = new Card(tour.words, steps, (skipped) => {
    visit.seen(skipped ? Object.keys(tour.steps) : [visit.page]);
    if (visit.asked && back instanceof HTMLElement) back.focus();
  });
  card.show(0, visit.asked);
  // who came with a query, or has run one, is to see what it gives
  if (!visit.asked && "ran" in document.body.dataset) card.away();
}

class Card {
  readonly #card = document.createElement("section");
  readonly #at = paragraph("tour-at");
  readonly #title = document.createElement("h2");
  readonly #text = paragraph("");
  readonly #skip: HTMLButtonElement;
  readonly #back: HTMLButtonElement;
  readonly #next: HTMLButtonElement;
  readonly #fold: HTMLButtonElement;
  readonly #leave = new AbortController();
  #now = 0;

  constructor(
    private readonly words: Readonly<Record<string, string>>,
    private readonly steps: readonly Step[],
    private readonly ended: (skipped: boolean) => void,
  ) {
    this.#skip = button("tour-skip", words["skip"], () => this.#end(true));
    this.#back = button("quiet", words["back"], () => this.show(this.#now - 1, false));
    this.#next = button("primary", words["next"], () => this.#further());
    this.#fold = button("tour-fold", "", () => this.#unfold());
    this.#fold.hidden = true;
    const said = document.createElement("div");
    said.setAttribute("aria-live", "polite");
    this.#title.id = "tour-title";
    this.#title.tabIndex = -1;
    said.append(this.#at, this.#title, this.#text);
    const deeds = document.createElement("div");
    deeds.className = "tour-deeds";
    deeds.append(this.#skip, this.#back, this.#next);
    this.#card.className = "tour-card";
    this.#card.setAttribute("role", "dialog");
    this.#card.setAttribute("aria-label", words["name"] ?? "");
    this.#card.append(said, deeds, this.#fold);
    this.#card.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#end(true);
    });
    // who goes on working is not in the way of the tour, nor the tour in theirs
    const away = (event: Event): void => {
      if (event.target instanceof Node && !this.#card.contains(event.target)) this.away();
    };
    for (const deed of ["pointerdown", "input"]) document.addEventListener(deed, away, { capture: true, signal: this.#leave.signal });
    const runs = new MutationObserver(() => this.away());
    runs.observe(document.body, { attributeFilter: ["data-ran"] });
    this.#leave.signal.addEventListener("abort", () => runs.disconnect());
    // behind the link to the content, so that a keyboard comes to it at once
    document.querySelector(".skip")?.after(this.#card);
  }

  show(place: number, focus: boolean): void {
    const step = this.steps[place];
    if (!step) return;
    this.#now = place;
    const last = place === this.steps.length - 1;
    this.#at.textContent = told(this.words["of"] ?? "", place + 1, this.steps.length);
    this.#title.textContent = step.title;
    this.#text.textContent = step.text;
    const left = place === 0 && document.activeElement === this.#back;
    this.#back.hidden = place === 0;
    this.#skip.hidden = last;
    this.#next.textContent = this.words[last ? "done" : "next"] ?? "";
    this.#point(step, place > 0 || focus);
    if (focus) this.#title.focus();
    else if (left) this.#next.focus();
  }

  /** Make room: the card is a button until it is wanted again. */
  away(): void {
    unmark();
    this.#fold.textContent = `${this.words["name"] ?? ""} · ${this.#at.textContent ?? ""}`;
    this.#fold.hidden = false;
    this.#card.classList.add("folded");
  }

  #unfold(): void {
    this.#fold.hidden = true;
    this.#card.classList.remove("folded");
    this.show(this.#now, true);
  }

  #further(): void {
    if (this.#now === this.steps.length - 1) this.#end(false);
    else this.show(this.#now + 1, false);
  }

  #point(step: Step, scroll: boolean): void {
    unmark();
    const at = document.querySelector(step.at);
    at?.classList.add(MARK);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    // the first step of a visit leaves the page where it is
    if (scroll) at?.scrollIntoView({ block: "center", behavior: calm ? "instant" : "smooth" });
  }

  #end(skipped: boolean): void {
    unmark();
    const held = this.#card.contains(document.activeElement);
    this.#leave.abort();
    this.#card.remove();
    if (held) toContent();
    this.ended(skipped);
  }
}

/** Put the focus where the page begins, so that a keyboard goes on from there. */
function toContent(): void {
  const main = document.querySelector<HTMLElement>("main");
  if (!main) return;
  main.tabIndex = -1;
  main.focus({ preventScroll: true });
}

function unmark(): void {
  for (const one of document.querySelectorAll(`.${MARK}`)) one.classList.remove(MARK);
}

function shown(step: Step): boolean {
  const at = document.querySelector(step.at);
  return at !== null && at.getClientRects().length > 0;
}

async function read(address: string): Promise<Tour | null> {
  try {
    const answer = await fetch(addressOfSteps(address), { headers: { Accept: "application/json" } });
    return answer.ok ? ((await answer.json()) as Tour) : null;
  } catch {
    return null; // a page does without it
  }
}

/** Tells whether the looks of the card are there; without them it would push the page about. */
function styled(address: string): Promise<boolean> {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve(true);
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address;
  return new Promise((resolve) => {
    link.addEventListener("load", () => resolve(true));
    link.addEventListener("error", () => resolve(false));
    document.head.append(link);
  });
}

function paragraph(name: string): HTMLParagraphElement {
  const made = document.createElement("p");
  if (name) made.className = name;
  return made;
}

function button(name: string, text: string | undefined, pressed: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = name;
  made.textContent = text ?? "";
  made.addEventListener("click", pressed);
  return made;
}
