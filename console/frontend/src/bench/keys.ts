// The sheet of keys: what can be done without a mouse, and how to leave the editor.
import { openSheet } from "./dialog.ts";
import { element } from "../results/element.ts";
import type { Speak } from "./site.ts";

const APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const MOD = APPLE ? "⌘" : "Ctrl";
const ALT = APPLE ? "⌥" : "Alt";

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ["key_run", [`${MOD} Enter`]],
  ["key_leave", ["Esc", "Tab"]],
  ["key_complete", ["Ctrl Space"]],
  ["key_tidy", [`${MOD} Shift F`]],
  ["key_save", [`${MOD} S`]],
  ["key_find", [`${MOD} F`]],
  ["key_next_problem", ["F8"]],
  ["key_fix", [`${MOD} .`]],
  ["key_comment", [`${MOD} /`]],
  ["key_undo", [`${MOD} Z`, `${MOD} Shift Z`]],
  ["key_cursors", [`${MOD} ${ALT} ↑ ↓`, `${MOD} D`]],
  ["key_fold", [APPLE ? "⌘ ⌥ [" : "Ctrl Shift [", APPLE ? "⌘ ⌥ ]" : "Ctrl Shift ]"]],
  ["key_lines", [`${ALT} ↑ ↓`]],
  ["key_tabs", ["←", "→", "Home", "End"]],
  ["key_move_tab", [`${ALT} ←`, `${ALT} →`]],
  ["key_rename_tab", ["F2"]],
  ["key_close_tab", ["Delete"]],
  ["key_help", ["F1", "?"]],
];

export function keysSheet(say: Speak): void {
  openSheet(say("keys"), say, () => [
    element("p", {}, say("keys_lead")),
    element("dl", { class: "keys" }, ...KEYS.map(([what, keys]) =>
      element("div", {}, element("dt", {}, say(what)), element("dd", {}, ...keys.flatMap((key, at) => [at ? ` ${say(what === "key_leave" ? "then" : "or")} ` : "", ...pressed(key)]))))),
  ]);
}

function pressed(keys: string): Node[] {
  return keys.split(" ").flatMap((key, at) => [...(at ? [document.createTextNode(" ")] : []), element("kbd", {}, key)]);
}
