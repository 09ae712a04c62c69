// The editor: CodeMirror in a shadow root, where it may add its style sheets under any policy.
import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { bracketMatching, foldGutter, foldKeymap, indentOnInput, indentService, syntaxHighlighting } from "@codemirror/language";
import { Compartment, EditorState, Prec, type Extension, type Transaction } from "@codemirror/state";
import {
  crosshairCursor, drawSelection, dropCursor, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap,
  lineNumbers, rectangularSelection, type Command,
} from "@codemirror/view";
import { Checker } from "./checker.ts";
import { adornments, completions, type Say } from "./completion.ts";
import { cards } from "./hover.ts";
import { indentationAfter } from "./indentation.ts";
import { sparql } from "./language.ts";
import type { Services } from "./services.ts";
import type { Prefixes } from "./syntax.ts";
import { highlighting, theme } from "./theme.ts";

export interface Given {
  readonly label: string;
  readonly services: Services;
  readonly prefixes: Prefixes;
  readonly say: Say;
  readonly run: () => void;
  readonly tidy: () => void;
  readonly changed: (text: string) => void;
}

const searching = new Compartment();
const NOT_YET: Extension = [];

export class Editor {
  readonly view: EditorView;
  readonly checker: Checker;
  private readonly extensions: Extension;
  private readonly states = new Map<string, EditorState>();
  /** The tab whose text is shown. */
  shown: string;

  /** Makes the editor with the text of a first tab: a state that is replaced at once costs twice. */
  constructor(host: HTMLElement, given: Given, first: { readonly id: string; readonly text: string }) {
    const root = host.attachShadow({ mode: "open" });
    const frame = document.createElement("div");
    frame.style.height = "100%";
    root.append(frame);
    this.extensions = extensionsOf(given, () => this.checker);
    this.shown = first.id;
    this.view = new EditorView({ root, parent: frame, state: EditorState.create({ doc: first.text, extensions: this.extensions }) });
    this.checker = new Checker(this.view, given.services, given.say);
    this.checker.soon();
  }

  get text(): string {
    return this.view.state.doc.toString();
  }

  /** Replaces the text as one step that can be undone; the cursor stays about where it was. */
  replace(text: string): void {
    const { state } = this.view;
    if (text === this.text) return;
    const head = Math.min(state.selection.main.head, text.length);
    this.view.dispatch({ changes: { from: 0, to: state.doc.length, insert: text }, selection: { anchor: head }, userEvent: "input.replace" });
  }

  /** Goes on with the text of a tab, its own history of changes included. */
  show(id: string, text: string): void {
    if (this.shown) this.states.set(this.shown, this.view.state);
    const known = this.states.get(id);
    this.shown = id;
    this.view.setState(known?.doc.toString() === text ? known : EditorState.create({ doc: text, extensions: this.extensions }));
    this.checker.soon();
  }

  forget(id: string): void {
    this.states.delete(id);
    if (this.shown === id) this.shown = "";
  }

  /** Gives the height that the text wants, in pixels. */
  get wanted(): number {
    return this.view.contentHeight + 8;
  }

  /** Selects a part of the text and brings it into sight. */
  select(from: number, to: number): void {
    const { length } = this.view.state.doc;
    this.view.dispatch({ selection: { anchor: Math.min(from, length), head: Math.min(to, length) }, scrollIntoView: true });
    this.view.focus();
  }

  /** Gives the offset of a line and a column, both counted from 1. */
  offset(line: number, column: number): number {
    const { doc } = this.view.state;
    const found = doc.line(Math.max(1, Math.min(line, doc.lines)));
    return Math.min(found.from + Math.max(0, column - 1), found.to);
  }
}

function extensionsOf(given: Given, checker: () => Checker): Extension {
  return [
    lineNumbers(),
    foldGutter(),
    highlightActiveLine(),
    highlightActiveLineGutter(),
    history(),
    drawSelection(),
    dropCursor(),
    rectangularSelection(),
    crosshairCursor(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    EditorState.phrases.of(phrases(given.say)),
    indentService.of((context, at) => {
      const { doc } = context.state;
      const line = doc.lineAt(at);
      const above = (by: number): string => (line.number > by ? doc.line(line.number - by).text : "");
      // a line that is broken here follows its own head; one that is there follows the one above
      if (context.simulatedBreak !== at) return indentationAfter(above(1), above(2), line.text);
      return indentationAfter(line.text.slice(0, at - line.from), above(1), context.textAfterPos(at));
    }),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    autocompletion({
      override: [completions(given.services, given.prefixes)],
      icons: false,
      addToOptions: adornments(given.say),
      maxRenderedOptions: 60,
    }),
    cards(given.services, given.prefixes, given.say),
    sparql(),
    syntaxHighlighting(highlighting),
    theme,
    searching.of(NOT_YET),
    EditorView.contentAttributes.of({ "aria-label": given.label, autocapitalize: "off", spellcheck: "false", tabindex: "0" }),
    EditorView.domEventHandlers({ beforeinput: overSelection }),
    EditorView.updateListener.of((update) => {
      if (!update.docChanged) return;
      given.changed(update.state.doc.toString());
      checker().soon();
    }),
    Prec.highest(keymap.of([
      { key: "Mod-Enter", run: act(given.run) },
      { key: "Mod-Shift-f", run: act(given.tidy) },
      { key: "Mod-.", run: act(() => checker().putRight()) },
      ...SEARCHES.map(({ key, name }) => ({ key, run: search(name) })),
      { key: "F8", run: problem("nextDiagnostic") },
      { key: "Shift-F8", run: problem("previousDiagnostic") },
      { key: "Tab", run: acceptCompletion },
    ])),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, indentWithTab]),
  ];
}

/**
 * Typing over a selection, done here: the browser would keep the looks of what was selected by an
 * inline style, which the page's policy forbids and the console then tells of.
 */
function overSelection(event: InputEvent, view: EditorView): boolean {
  const { state } = view;
  const { from, to, empty } = state.selection.main;
  if (event.inputType !== "insertText" || event.isComposing || !event.data || empty) return false;
  const text = event.data;
  const insert = (): Transaction => state.update(state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
  if (!state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert))) view.dispatch(insert());
  return true;
}

function act(what: () => void): Command {
  return () => {
    what();
    return true;
  };
}

type Search = "openSearchPanel" | "findNext" | "findPrevious" | "selectNextOccurrence" | "selectSelectionMatches" | "gotoLine";

const SEARCHES: readonly { key: string; name: Search }[] = [
  { key: "Mod-f", name: "openSearchPanel" },
  { key: "F3", name: "findNext" },
  { key: "Mod-g", name: "findNext" },
  { key: "Shift-F3", name: "findPrevious" },
  { key: "Mod-d", name: "selectNextOccurrence" },
  { key: "Mod-Shift-l", name: "selectSelectionMatches" },
  { key: "Mod-Alt-g", name: "gotoLine" },
];

/** Searching comes when it is first wanted: until then it is not worth its size. */
function search(name: Search): Command {
  return (view) => {
    void import("@codemirror/search").then((module) => {
      if (searching.get(view.state) === NOT_YET) {
        view.dispatch({ effects: searching.reconfigure([module.search({ top: true }), module.highlightSelectionMatches(), keymap.of(module.searchKeymap)]) });
      }
      module[name](view);
    });
    return true;
  };
}

function problem(name: "nextDiagnostic" | "previousDiagnostic"): Command {
  return (view) => {
    void import("@codemirror/lint").then((module) => module[name](view));
    return true;
  };
}

const PHRASES: Readonly<Record<string, string>> = {
  Find: "find", Replace: "replace", next: "find_next", previous: "find_previous", all: "find_all",
  "match case": "match_case", regexp: "regexp", "by word": "by_word", replace: "replace_one",
  "replace all": "replace_all", close: "close", "Go to line": "go_to_line", go: "go", Completions: "completions",
  "folded code": "folded", unfold: "unfold", "Fold line": "fold_line", "Unfold line": "unfold_line",
  Diagnostics: "problems", "No diagnostics": "no_problems",
};

function phrases(say: Say): Record<string, string> {
  return Object.fromEntries(Object.entries(PHRASES).map(([own, key]) => [own, say(key)]));
}
