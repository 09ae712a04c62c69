// Sharing: a link that carries the query, the view of its answer and the release that answered.
import type { Services } from "../editor/services.ts";
import { permalink, type Linked } from "../keeping/link.ts";
import { openSheet } from "./dialog.ts";
import { element } from "../results/element.ts";
import type { Speak } from "./site.ts";

/** The longest address that every server and browser carries. */
const LONGEST = 8000;

export function shareSheet(endpoint: string, linked: Linked, services: Services, say: Speak): void {
  openSheet(say("share"), say, () => {
    const link = permalink(endpoint, linked);
    const told = element("p", { class: "hush", role: "status" });
    const copied = async (text: string, field: HTMLInputElement): Promise<void> => {
      field.select();
      try {
        await navigator.clipboard.writeText(text);
        told.textContent = say("copied");
      } catch {
        // without permission the text is selected, and the reader copies it
        told.textContent = say("copy_by_hand");
      }
    };
    const line = (id: string, label: string, text: string): HTMLElement => {
      const field = element("input", { type: "text", id, readonly: true, value: text });
      return element("div", { class: "share-line" }, element("label", { for: id }, label), field,
        element("button", { type: "button", class: "quiet", "aria-label": `${say("copy")}: ${label}`, click: () => void copied(text, field) }, say("copy")));
    };
    const short = element("div");
    const parts: Node[] = [
      line("share-link", say("link"), link),
      element("p", { class: "hush" }, [say("link_carries"), linked.view ? `${say("view")}: ${linked.view}.` : "", linked.release ? `${say("release")}: ${linked.release.slice(0, 16)}.` : ""].filter(Boolean).join(" ")),
    ];
    if (link.length > LONGEST) parts.push(element("p", { class: "warning" }, say("link_long")));
    if (services.has("links")) {
      const ask = element("button", { type: "button", class: "quiet", click: async () => {
        ask.disabled = true;
        const found = await services.shorten({ query: linked.query, view: linked.view ?? "", release: linked.release ?? "" });
        ask.disabled = false;
        if (found) short.replaceChildren(line("share-short", say("short_link"), found));
        else told.textContent = say("no_short_link");
      } }, say("make_short"));
      short.append(ask);
      parts.push(short);
    }
    return [...parts, told];
  });
}
