// What is known of the name under the pointer.
import { syntaxTree } from "@codemirror/language";
import { hoverTooltip, type Tooltip } from "@codemirror/view";
import type { Extension } from "@codemirror/state";
import type { Say } from "./completion.ts";
import type { Services } from "./services.ts";
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
      // how it is drawn comes with the first of them
      const [card, { drawn }] = await Promise.all([services.term(iri, leave.signal), import("./card.ts")]);
      if (!card) return null;
      return { pos: name.from, end: name.to, above: true, create: () => ({ dom: drawn(card, say) }) };
    },
    { hoverTime: 350 },
  );
}
