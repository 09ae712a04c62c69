// Completion: names from the server for the place of the cursor, variables and words from here.
import type { Completion, CompletionContext, CompletionResult, CompletionSource } from "@codemirror/autocomplete";
import { FUNCTION_NAMES, KEYWORDS } from "./language.ts";
import { placeAt, type Place } from "./place.ts";
import type { Offer, Services } from "./services.ts";
import type { Prefixes } from "./syntax.ts";

export type Say = (key: string) => string;

interface Offered extends Completion {
  readonly offer?: Offer;
}

/** Gives the source of completions of an editor; `known` are prefixes that need no declaration. */
export function completions(services: Services, known: Prefixes): CompletionSource {
  return async (context) => {
    const place = placeAt(context.state.doc.toString(), context.pos, known);
    if (place.position === "none" || !wanted(context, place)) return null;
    if (place.position === "variable") return result(place, variables(place));
    const words = place.word === "" && !context.explicit ? [] : here(place);
    if (place.position === "keyword" || !services.has("complete")) return result(place, words);
    const leave = new AbortController();
    context.addEventListener("abort", () => leave.abort());
    const offers = await services.complete(
      { text: place.word, position: place.position, class: place.classes, property: place.properties },
      leave.signal,
    );
    if (context.aborted) return null;
    const named = offers.map((offer, at) => offered(offer, place, at));
    return result(place, [...named, ...words]);
  };
}

/** Whether there is something to offer unasked: a word has begun, or a class is next. */
function wanted(context: CompletionContext, place: Place): boolean {
  return context.explicit || place.word !== "" || place.position === "class";
}

function result(place: Place, options: readonly Completion[]): CompletionResult | null {
  // the server has matched labels and aliases that need not look like what was typed
  return options.length ? { from: place.from, options, filter: false } : null;
}

function offered(offer: Offer, place: Place, at: number): Offered {
  const count = offer.count ? ` · ${offer.count.toLocaleString(document.documentElement.lang || "en")}` : "";
  const called = new Set([offer.label, offer.matched, offer.detail]);
  called.delete(offer.name);
  return {
    label: offer.name,
    detail: [...called].filter(Boolean).join(" · ") + count,
    type: offer.kind,
    apply: place.position === "prefix" ? `${offer.name.replace(/:?$/, ":")} <${offer.iri}>` : offer.name,
    boost: -at,
    offer,
  };
}

function variables(place: Place): Completion[] {
  const typed = place.word.slice(1).toLowerCase();
  const mark = place.word.charAt(0);
  return place.variables
    .filter((name) => name.toLowerCase().startsWith(typed) && mark + name !== place.word)
    .map((name) => ({ label: mark + name, type: "variable" }));
}

/** Words and variables for a place where nothing of the graph need stand. */
function here(place: Place): Completion[] {
  const typed = place.word.toLowerCase();
  if (typed.includes(":") || typed.startsWith("<")) return [];
  const found: Completion[] = [];
  const add = (names: readonly string[], type: string, apply = ""): void => {
    for (const name of names) if (name.toLowerCase().startsWith(typed)) found.push({ label: name, type, apply: name + apply });
  };
  if (place.position === "any") add(FUNCTION_NAMES, "function", "(");
  if (typed !== "" && (place.position === "subject" || place.position === "keyword" || place.position === "any")) add(KEYWORDS, "keyword");
  if (typed === "") add(place.variables.map((name) => `?${name}`), "variable");
  return found.map((one) => ({ ...one, boost: -60 }));
}

const LETTERS: Readonly<Record<string, string>> = {
  class: "C", property: "P", individual: "I", graph: "G", prefix: "N", variable: "?", keyword: "K", function: "ƒ",
};

/** What stands before and behind a completion in the list: its kind, and whether it is expected. */
export function adornments(say: Say): { render: (completion: Completion) => Node | null; position: number }[] {
  return [
    {
      position: 10,
      render(completion) {
        const kind = document.createElement("span");
        kind.className = "offer-kind";
        kind.textContent = LETTERS[completion.type ?? ""] ?? "";
        kind.ariaHidden = "true";
        return kind;
      },
    },
    {
      position: 90,
      render(completion) {
        const { offer } = completion as Offered;
        if (!offer?.required && !offer?.usual) return null;
        const mark = document.createElement("span");
        mark.className = "offer-mark";
        mark.textContent = say(offer.required ? "required" : "usual");
        return mark;
      },
    },
  ];
}
