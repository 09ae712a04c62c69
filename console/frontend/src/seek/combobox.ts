// A search box that suggests while one types: a combobox with a list, by keyboard and by pointer.
import { moved, NONE } from "./moves.ts";

interface Item {
  readonly kind: string;
  readonly text: string;
  readonly language: string;
  readonly detail: string;
  readonly href: string;
}

interface Answer {
  readonly items: readonly Item[];
  readonly say: { readonly list: string; readonly count: string; readonly none: string };
}

const PAUSE = 120;
let made = 0;

/** Lets a search box suggest from now on; Enter without a choice submits its form as before. */
export function suggestFor(input: HTMLInputElement): void {
  new Combobox(input);
}

class Combobox {
  readonly #input: HTMLInputElement;
  readonly #list = document.createElement("ul");
  readonly #status = document.createElement("p");
  readonly #styles: Promise<void>;
  #items: readonly Item[] = [];
  #active = NONE;
  #timer = 0;
  #asking = new AbortController();

  constructor(input: HTMLInputElement) {
    this.#input = input;
    this.#styles = styled(input.dataset["styles"] ?? "");
    this.#list.id = `suggestions-${++made}`;
    this.#list.className = "suggestions";
    this.#list.role = "listbox";
    this.#list.hidden = true;
    this.#status.className = "unseen";
    this.#status.role = "status";
    input.role = "combobox";
    input.ariaAutoComplete = "list";
    input.ariaExpanded = "false";
    input.setAttribute("aria-controls", this.#list.id);
    input.form?.append(this.#list, this.#status);
    input.addEventListener("input", () => this.#wait());
    input.addEventListener("keydown", (event) => this.#press(event));
    input.addEventListener("blur", () => this.#close());
    // the box keeps the focus while a suggestion is clicked
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => this.#click(event));
    if (input.value) this.#wait();
  }

  #wait(): void {
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), PAUSE);
  }

  async #ask(): Promise<void> {
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    const text = this.#input.value.trim();
    if (!text) return this.#close();
    const found = await this.#fetched(text, asking.signal);
    await this.#styles;
    if (!found || asking.signal.aborted || document.activeElement !== this.#input) return;
    this.#items = found.items;
    this.#list.ariaLabel = found.say.list;
    this.#list.replaceChildren(...found.items.map((item, number) => this.#option(item, number)));
    this.#status.textContent = found.items.length
      ? found.say.count.replace("{n}", String(found.items.length))
      : found.say.none;
    this.#show(found.items.length > 0);
    this.#activate(NONE);
  }

  async #fetched(text: string, signal: AbortSignal): Promise<Answer | null> {
    const address = new URL(this.#input.dataset["suggest"]!, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("lang", document.documentElement.lang);
    try {
      const answer = await fetch(address, { signal, headers: { Accept: "application/json" } });
      return answer.ok ? ((await answer.json()) as Answer) : null;
    } catch {
      return null; // another letter was typed, or the server is away: the form is still there
    }
  }

  #option(item: Item, number: number): HTMLLIElement {
    const option = document.createElement("li");
    option.id = `${this.#list.id}-${number}`;
    option.role = "option";
    option.className = `is-${item.kind}`;
    option.ariaSelected = "false";
    const text = document.createElement("span");
    text.textContent = item.text;
    if (item.language) text.lang = item.language;
    const detail = document.createElement("span");
    detail.className = "detail";
    detail.textContent = item.detail;
    option.append(text, " ", detail);
    return option;
  }

  #press(event: KeyboardEvent): void {
    if (event.isComposing) return; // an input method has its own lists
    const open = !this.#list.hidden;
    if (event.key === "Escape" && open) {
      event.preventDefault();
      return this.#close();
    }
    if (event.key === "Enter" && open && this.#active !== NONE) {
      event.preventDefault();
      return this.#go(this.#items[this.#active]!, event.ctrlKey || event.metaKey);
    }
    if (!open && event.key === "ArrowDown" && this.#items.length > 0) this.#show(true);
    const next = moved(event.key, this.#active, this.#list.hidden ? 0 : this.#items.length);
    if (next === null) return;
    event.preventDefault();
    this.#activate(next);
  }

  #click(event: MouseEvent): void {
    const option = event.target instanceof Element ? event.target.closest("li") : null;
    const item = this.#items[[...this.#list.children].indexOf(option as Element)];
    if (item) this.#go(item, event.ctrlKey || event.metaKey);
  }

  #go(item: Item, beside: boolean): void {
    if (beside) window.open(item.href);
    else location.assign(item.href);
  }

  #activate(number: number): void {
    this.#active = number;
    [...this.#list.children].forEach((option, at) => (option.ariaSelected = String(at === number)));
    const option = this.#list.children[number];
    if (option) {
      this.#input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      this.#input.removeAttribute("aria-activedescendant");
    }
  }

  #show(open: boolean): void {
    this.#list.hidden = !open;
    this.#input.ariaExpanded = String(open);
  }

  #close(): void {
    window.clearTimeout(this.#timer);
    this.#asking.abort();
    this.#show(false);
    this.#activate(NONE);
    this.#status.textContent = "";
  }
}

/** Has the styles of the list on the page, once; without them the list still reads. */
function styled(address: string): Promise<void> {
  if (!address || document.querySelector(`link[href="${CSS.escape(address)}"]`)) return Promise.resolve();
  return new Promise((done) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = link.onerror = () => done();
    document.head.append(link);
  });
}
