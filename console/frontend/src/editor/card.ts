// The card of a name: what it is called, what it means, how often it is used.
import { element } from "../results/element.ts";
import type { Say } from "./completion.ts";
import type { TermCard } from "./services.ts";

/** Draws what is known of a name. */
export function drawn(card: TermCard, say: Say): HTMLElement {
  const others = Object.entries(card.labels ?? {}).filter(([, text]) => text !== card.label);
  const counts = Object.entries(card.counts ?? {}).filter(([, count]) => count > 0);
  const named = card.label ?? card.name ?? card.iri;
  return element(
    "div",
    { class: "term-card" },
    element("strong", { lang: card.language }, named),
    others.length ? element("p", { class: "quiet" }, others.map(([, text]) => text).join(" · ")) : null,
    named === card.name ? null : element("p", {}, element("code", {}, card.name || card.iri)),
    card.definition ? element("p", {}, card.definition) : null,
    card.example ? element("p", { class: "quiet" }, `${say("example")}: ${card.example}`) : null,
    counts.length ? element("p", { class: "quiet" }, counts.map(([what, count]) => `${count.toLocaleString(document.documentElement.lang || "en")} ${say(`count_${what}`)}`).join(" · ")) : null,
    card.href ? element("p", {}, element("a", { href: card.href }, say("open_page"))) : null,
  );
}
