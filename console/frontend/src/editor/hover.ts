// What is known of the name under the pointer.
import { syntaxTree } from "@codemirror/language";
import { hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import { element } from "../results/element.ts";
import type { Say } from "./completion.ts";
import type { Services, TermCard } from "./services.ts";
import { iriOf, nameAt, prefixesOf, type Prefixes } from "./syntax.ts";

/** Gives the card of a name where the pointer rests on it; `known` are prefixes of the server. */
export function cards(services: Services, known: Prefixes, say: Say): Extension {
  let leave = new AbortController();
  return hoverTooltip(
    async (view, at): Promise<Tooltip | null> => {
      leave.abort();
      leave = new AbortController();
      const tree = syntaxTree(view.state);
      const text = view.state.doc.toString();
      const name = nameAt(tree, text, at);
      const iri = name ? iriOf(name.written, prefixesOf(tree, text, known)) : "";
      if (!name || !iri) return null;
      const card = await services.term(iri, leave.signal);
      if (!card) return null;
      return { pos: name.from, end: name.to, above: true, create: () => ({ dom: drawn(card, say) }) };
    },
    { hoverTime: 350 },
  );
}

function drawn(card: TermCard, say: Say): HTMLElement {
  const others = Object.entries(card.labels ?? {}).filter(([, text]) => text !== card.label);
  const counts = Object.entries(card.counts ?? {}).filter(([, count]) => count > 0);
  return element(
    "div",
    { class: "term-card" },
    element("strong", { lang: card.language }, card.label ?? card.name ?? card.iri),
    others.length ? element("p", { class: "quiet" }, others.map(([, text]) => text).join(" · ")) : null,
    element("p", {}, element("code", {}, card.name || card.iri)),
    card.definition ? element("p", {}, card.definition) : null,
    card.example ? element("p", { class: "quiet" }, `${say("example")}: ${card.example}`) : null,
    counts.length ? element("p", { class: "quiet" }, counts.map(([what, count]) => `${count.toLocaleString(document.documentElement.lang || "en")} ${say(`count_${what}`)}`).join(" · ")) : null,
    card.href ? element("p", {}, element("a", { href: card.href }, say("open_page"))) : null,
  );
}
