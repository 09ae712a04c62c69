// Completion: names from the server for the place of the cursor, variables and words from here.
import { startCompletion, type Completion, type CompletionContext, type CompletionResult, type CompletionSource } from "@codemirror/autocomplete";
import type { ChangeSpec } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import { FUNCTION_NAMES, KEYWORDS, PATTERN_WORDS } from "./language.ts";
import { placeAt, type Place } from "./place.ts";
import type { Offer, Services } from "./services.ts";
import { parse, prefixesOf, type Prefixes } from "./syntax.ts";

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
    if (place.position === "keyword" || place.position === "function" || !services.has("complete")) return result(place, words);
    const leave = new AbortController();
    context.addEventListener("abort", () => leave.abort());
    const offers = await services.complete(
      { text: place.word, position: place.position, class: place.classes, property: place.properties, having: place.having },
      leave.signal,
    );
    if (context.aborted) return null;
    const named = offers.map((offer) => offered(offer, place, known));
    // a word that was begun stands before the names that merely hold its letters
    return result(place, place.word === "" ? [...named, ...words] : [...words, ...named]);
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

function offered(offer: Offer, place: Place, known: Prefixes): Offered {
  const prefix = offer.kind === "prefix";
  const count = offer.count && !prefix ? offer.count.toLocaleString(document.documentElement.lang || "en") : "";
  const called = new Set([offer.label, prefix ? "" : offer.matched, offer.detail, count]);
  called.delete(offer.name);
  return {
    label: offer.name,
    detail: [...called].filter(Boolean).join(" · "),
    type: offer.kind,
    apply: prefix ? prefixed(offer, place, known) : offer.name,
    offer,
  };
}

/** Gives what writes a prefix: in its own line with its namespace, elsewhere as the beginning of a name. */
function prefixed(offer: Offer, place: Place, known: Prefixes): NonNullable<Completion["apply"]> {
  const space = offer.name.replace(/:?$/, ":");
  if (place.position === "prefix") return `${space} <${offer.iri}>`;
  return (view: EditorView, _completion: Completion, from: number, to: number) => {
    const changes = spaceChanges(view.state.doc.toString(), { name: space, iri: offer.iri }, { from, to }, known);
    view.dispatch({ changes, selection: { anchor: view.state.changes(changes).mapPos(to, 1) }, userEvent: "input.complete" });
    startCompletion(view);
  };
}

/** Gives the changes that write a prefix at a place of a text, and declare it where that is needed. */
export function spaceChanges(
  text: string, space: { readonly name: string; readonly iri: string }, at: { readonly from: number; readonly to: number }, known: Prefixes,
): ChangeSpec[] {
  const written: ChangeSpec = { ...at, insert: space.name };
  const declared = prefixesOf(parse(text), text, known)[space.name.slice(0, -1)];
  return declared === undefined ? [{ from: 0, insert: `PREFIX ${space.name} <${space.iri}>\n` }, written] : [written];
}

function variables(place: Place): Completion[] {
  const typed = place.word.slice(1).toLowerCase();
  const mark = place.word.charAt(0);
  return place.variables
    .filter((name) => name.toLowerCase().startsWith(typed) && mark + name !== place.word)
    .map((name) => ({ label: mark + name, type: "variable" }));
}

/** Words of the language and variables that may stand at a place, those that begin as what was typed. */
export function here(place: Pick<Place, "position" | "word" | "variables">): Completion[] {
  const { position, word } = place;
  const typed = word.toLowerCase();
  if (typed.includes(":") || typed.startsWith("<")) return [];
  const found: Completion[] = [];
  const add = (names: readonly string[], type: string, apply = ""): void => {
    for (const name of names) if (name.toLowerCase().startsWith(typed)) found.push({ label: name, type, apply: name + apply });
  };
  if (position === "any" || position === "function") add(FUNCTION_NAMES, "function", "(");
  if (position === "keyword" || (typed !== "" && (position === "any" || position === "function"))) add(KEYWORDS, "keyword");
  if (typed !== "" && position === "subject") add(PATTERN_WORDS, "keyword");
  if (typed === "") add(place.variables.map((name) => `?${name}`), "variable");
  return found;
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
