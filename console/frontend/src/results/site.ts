// Where this site stands: bundles lie two folders under its root, wherever that is mounted.
import { pagePath, webAddress } from "./names.ts";

const ROOT = new URL("../../", import.meta.url);

/** Gives the address of a path of the site. */
export function address(path: string): string {
  return new URL(path, ROOT).href;
}

export interface Destination {
  readonly href: string;
  readonly outside: boolean;
}

/** Gives where an IRI leads: to its page here, or outside; null where it leads nowhere. */
export function destination(iri: string): Destination | null {
  const path = pagePath(iri);
  if (path) return { href: address(path), outside: false };
  const outside = webAddress(iri);
  return outside ? { href: outside, outside: true } : null;
}
