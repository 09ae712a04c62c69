// A side pane: a modal dialog that holds the article of the page that a link leads to.
import { showMarks } from "./marks.ts";
import { pageOf, wanted } from "./link.ts";

const CHOSEN = "a.to-evidence";

/** Lets links to evidence open in the pane; with a modifier key they open as links do. */
export function openBeside(root: Document): void {
  let pane: Pane | undefined;
  root.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>(CHOSEN) : null;
    if (!link || !wanted(event, link)) return;
    event.preventDefault();
    pane ??= new Pane(root);
    void pane.show(link.href);
  });
}

class Pane {
  readonly #dialog: HTMLDialogElement;
  readonly #body: HTMLElement;
  readonly #page: HTMLAnchorElement;
  readonly #back: HTMLButtonElement;
  readonly #past: string[] = [];
  #shown = "";

  constructor(root: Document) {
    const template = root.querySelector<HTMLTemplateElement>("#pane")!;
    root.body.append(template.content.cloneNode(true));
    this.#dialog = root.querySelector<HTMLDialogElement>("dialog.pane")!;
    this.#body = this.#dialog.querySelector<HTMLElement>(".pane-body")!;
    this.#page = this.#dialog.querySelector<HTMLAnchorElement>(".pane-page")!;
    this.#back = this.#dialog.querySelector<HTMLButtonElement>(".pane-back")!;
    this.#dialog.querySelector(".pane-close")!.addEventListener("click", () => this.#dialog.close());
    this.#back.addEventListener("click", () => {
      const before = this.#past.pop();
      if (before) void this.#load(before);
    });
    // a click beside the pane is one on the dialog itself
    this.#dialog.addEventListener("click", (event) => {
      if (event.target === this.#dialog) this.#dialog.close();
    });
    this.#dialog.addEventListener("close", () => {
      this.#past.length = 0;
      this.#shown = "";
      this.#body.replaceChildren();
    });
  }

  /** Shows the evidence at an address; what was shown before can be gone back to. */
  async show(address: string): Promise<void> {
    if (this.#shown) this.#past.push(this.#shown);
    await this.#load(address);
  }

  async #load(address: string): Promise<void> {
    this.#shown = address;
    this.#page.href = address;
    this.#back.hidden = this.#past.length === 0;
    this.#dialog.ariaBusy = "true";
    if (!this.#dialog.open) this.#dialog.showModal();
    let article: Element | null = null;
    try {
      article = pageOf(await (await fetch(address, { headers: { Accept: "text/html" } })).text());
    } catch {
      // the page itself says what is wrong, and may be had again
    }
    if (this.#shown !== address) return;
    if (!article) {
      location.assign(address);
      return;
    }
    this.#body.replaceChildren(document.adoptNode(article));
    this.#body.scrollTop = 0;
    this.#dialog.ariaBusy = null;
    showMarks(this.#body);
  }
}
