// Sharing: a short link that carries the query, the view of its answer and the release that
// answered, with all that can be done with it; without the server's help the long link.
import type { Services } from "../editor/services.ts";
import { permalink, type Linked } from "../keeping/link.ts";
import { offerCopies } from "../taking/copies.ts";
import { partsOf } from "../taking/parts.ts";
import { openSheet } from "./dialog.ts";
import { element } from "../results/element.ts";
import type { Speak } from "./site.ts";

/** The longest address that every server and browser carries. */
const LONGEST = 8000;

export interface Shared extends Linked {
  readonly options: Readonly<Record<string, string>>;
}

export function shareSheet(endpoint: string, shared: Shared, services: Services, say: Speak): void {
  const body = element("div", { "aria-busy": "true" });
  openSheet(say("share"), say, () => [body]);
  const link = permalink(endpoint, shared);
  const long = (): HTMLElement[] => [
    line("share-long", say("link"), link, say),
    element("p", { class: "hush" }, [say("link_carries"), shared.view ? `${say("view")}: ${shared.view}.` : "", shared.release ? `${say("release")}: ${shared.release.slice(0, 16)}.` : ""].filter(Boolean).join(" ")),
    ...(link.length > LONGEST ? [element("p", { class: "warning" }, say("link_long"))] : []),
  ];
  const shown = (...parts: Node[]): void => {
    body.replaceChildren(...parts);
    body.removeAttribute("aria-busy");
    offerCopies(body);
  };
  if (!services.has("links")) return shown(...long());
  body.append(element("p", { class: "hush", role: "status" }, say("sharing")));
  void short(shared, services).then((parts) => {
    if (!parts) return shown(element("p", { class: "warning" }, say("no_short_link")), ...long());
    shown(parts, element("details", { class: "long-link" }, element("summary", {}, say("long_link")), ...long()));
    body.querySelector("textarea")?.select();
  });
}

async function short({ query, view, options, release, language }: Shared, services: Services): Promise<HTMLElement | null> {
  const found = await services.shorten({ query, view: view ?? "", options, release: release ?? "" });
  return found ? partsOf(found, language || document.documentElement.lang) : null;
}

function line(id: string, label: string, text: string, say: Speak): HTMLElement {
  return element("div", { class: "take", "data-take": true },
    element("label", { for: id }, label),
    element("textarea", { id, readonly: true, rows: 2 }, text),
    element("button", { type: "button", class: "quiet", hidden: true, "data-done": say("copied"), "aria-label": `${say("copy")}: ${label}` }, say("copy")));
}
