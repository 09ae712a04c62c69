// How a query ended: the kinds of ending that a reader is told apart.

/** What a refusal of the server says: https://www.rfc-editor.org/rfc/rfc9457. */
export interface ProblemDocument {
  readonly code?: string;
  readonly title?: string;
  readonly detail?: string;
  readonly line?: number;
  readonly column?: number;
  readonly excerpt?: string;
  readonly expected?: string;
  readonly remedy?: string;
}

export const KINDS = ["done", "empty", "stopped", "time", "memory", "cut", "full", "error", "refused", "offline"] as const;
export type EndingKind = (typeof KINDS)[number];

export interface Ending {
  readonly kind: EndingKind;
  /** The rows that came, also where more should have come. */
  readonly rows: number;
  readonly milliseconds: number;
  /** The release that answered; empty where none did. */
  readonly release: string;
  readonly problem?: ProblemDocument;
  /** Seconds after which to try again. */
  readonly retry?: number;
}

const OF_CODE: Readonly<Record<string, EndingKind>> = {
  "time-limit": "time",
  "memory-limit": "memory",
  "result-too-large": "cut",
  "transfer-limit": "cut",
  busy: "refused",
  disconnected: "refused",
  "too-many-requests": "refused",
};

/** Gives the kind of ending of a refusal, by its code, else by its status. */
export function kindOfRefusal(status: number, code: string | undefined): EndingKind {
  const known = code && OF_CODE[code];
  if (known) return known;
  if (code) return "error";
  if (status === 429 || status === 503) return "refused";
  return status === 504 || status === 408 ? "time" : "error";
}

/** Gives the seconds of a `Retry-After`, which may be a date. */
export function secondsOf(retryAfter: string | null, now: number): number | undefined {
  if (!retryAfter) return undefined;
  if (/^\d+$/.test(retryAfter)) return Number(retryAfter);
  const until = Date.parse(retryAfter);
  return Number.isNaN(until) ? undefined : Math.max(0, Math.ceil((until - now) / 1000));
}

/** Tells whether it was probably the time that a query may take, in seconds, that ended this one. */
export function outOfTime({ kind, milliseconds, problem }: Ending, limit: number | null): boolean {
  if (kind === "time") return true;
  // the connection breaks without a word; only its time tells
  return kind === "cut" && !problem && limit !== null && milliseconds > 950 * limit && milliseconds < 1500 * limit + 2000;
}

const DERIVED = /<([^>]*)>\s*;[^,]*?rel="?[^",]*?http:\/\/www\.w3\.org\/ns\/prov#wasDerivedFrom/;

/** Gives the name of the release that an answer was made from, by its `Link` header. */
export function releaseOf(link: string | null): string {
  const found = link ? DERIVED.exec(link)?.[1] : undefined;
  return found ? decodeURIComponent(found.slice(found.lastIndexOf("/") + 1)) : "";
}
