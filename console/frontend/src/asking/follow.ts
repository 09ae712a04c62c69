// The server makes the page for what is chosen; its parts take the places of those shown.
import { hintAcross } from "./across.ts";
import { addressOf } from "./choices.ts";

const PARTS = "[data-part]";

/** Let the parts of the page follow the choices of a form; its button does the same. */
export function followChoices(form: HTMLFormElement): void {
  let latest = 0;
  let stop = new AbortController();

  async function follow(): Promise<void> {
    const mine = ++latest;
    stop.abort();
    stop = new AbortController();
    const address = addressNow(form);
    busy(true);
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" }, signal: stop.signal });
      if (!answer.ok) throw new Error(`status ${answer.status}`);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return;
      replace(form, fresh);
      hintAcross(document);
      history.replaceState(history.state, "", address);
      tell();
    } catch {
      // the page for it says what is wrong
      if (mine === latest) location.assign(address);
    } finally {
      if (mine === latest) busy(false);
    }
  }

  form.addEventListener("change", () => void follow());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void follow();
  });
}

function addressNow(form: HTMLFormElement): string {
  const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
  const { pathname } = new URL(form.action);
  return addressOf(pathname, fields, form.dataset["asking"] === "whole");
}

function replace(form: HTMLFormElement, fresh: Document): void {
  document.title = fresh.title;
  for (const part of document.querySelectorAll(PARTS)) {
    const other = fresh.getElementById(part.id);
    if (other) part.replaceChildren(...other.childNodes);
  }
  for (const old of form.querySelectorAll("select")) {
    const other = fresh.getElementById(old.id);
    if (!(other instanceof HTMLSelectElement)) continue;
    const { value } = other;
    old.className = other.className;
    old.replaceChildren(...other.childNodes);
    old.value = value;
  }
  const act = form.querySelector(".act a");
  const other = fresh.querySelector("form[data-asking] .act a");
  if (act && !other) act.remove();
  if (!act && other) form.querySelector(".act")?.append(" ", other);
  for (const link of document.querySelectorAll<HTMLAnchorElement>(".tongues a")) {
    const same = fresh.querySelector<HTMLAnchorElement>(`.tongues a[hreflang="${link.hreflang}"]`);
    if (same) link.href = same.getAttribute("href") ?? link.href;
  }
}

/** Say what has become of the answer to those who cannot see it change. */
function tell(): void {
  const told = document.querySelector("[data-told]");
  const heading = document.querySelector("#answer h2");
  if (told && heading) told.textContent = heading.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

function busy(now: boolean): void {
  for (const part of document.querySelectorAll(PARTS)) {
    if (now) part.setAttribute("aria-busy", "true");
    else part.removeAttribute("aria-busy");
  }
}
