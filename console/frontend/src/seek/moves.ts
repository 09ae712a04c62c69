// Which suggestion is active after a key, as https://www.w3.org/WAI/ARIA/apg/patterns/combobox/ has it.

/** None is active: what was typed stands. */
export const NONE = -1;

/** Gives the suggestion that a key leads to among so many; null where the key is not about them. */
export function moved(key: string, active: number, count: number): number | null {
  if (count === 0) return null;
  if (key === "ArrowDown") return active + 1 < count ? active + 1 : NONE;
  if (key === "ArrowUp") return active === NONE ? count - 1 : active - 1;
  if (key === "PageDown") return count - 1;
  if (key === "PageUp") return 0;
  return null;
}
