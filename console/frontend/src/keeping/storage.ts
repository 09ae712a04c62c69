// What is kept in the browser: never trusted when it is read, and never a reason to fail.

/** What a browser offers; tests have one of their own. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export class Kept {
  private readonly store: Store | null;
  /** Called once when nothing more can be kept: the store is full or there is none. */
  onfull: () => void = () => {};
  private told = false;

  constructor(store: Store | null) {
    this.store = store;
  }

  /** Gives what was kept under a name; undefined where that is nothing, or not JSON. */
  read(name: string): unknown {
    try {
      return JSON.parse(this.store?.getItem(name) ?? "null") ?? undefined;
    } catch {
      return undefined;
    }
  }

  /** Keeps a value, as the first of these sizes of it that fits; false where none does. */
  write(name: string, ...sizes: (() => unknown)[]): boolean {
    for (const size of sizes) {
      try {
        if (!this.store) break;
        this.store.setItem(name, JSON.stringify(size()));
        this.told = false;
        return true;
      } catch {
        // the store is full: the next size is smaller
      }
    }
    if (!this.told) this.onfull();
    this.told = true;
    return false;
  }
}

/** Gives the browser's store, null where it is closed to this page. */
export function browserStore(): Storage | null {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

/** Gives what the browser keeps for this window alone, null where it is closed to this page. */
export function windowStore(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

/** Gives the members of a kept list that are objects; anything else is none. */
export function objectsOf(kept: unknown): Record<string, unknown>[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter((one): one is Record<string, unknown> => typeof one === "object" && one !== null && !Array.isArray(one));
}

export function textOf(value: unknown, most = 1_000_000): string {
  return typeof value === "string" ? value.slice(0, most) : "";
}

export function numberOf(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}
