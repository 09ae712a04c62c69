// Exact decimals: what is written in the graph is what is added, compared and shown.

/** `digits` × 10^-`scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;
const WRITTEN = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const ZERO = 48;

/** Gives the number that a text is, or null where it is none (as `NaN` and `INF` are none). */
export function decimal(text: string): Decimal | null {
  const found = NUMBER.exec(text);
  if (!found) return null;
  const [, sign, whole = "", fraction = "", exponent = "0"] = found;
  if (!whole && !fraction) return null;
  const digits = BigInt(`${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  const signed = sign === "-" ? -digits : digits;
  return scale < 0 ? { digits: signed * 10n ** BigInt(-scale), scale: 0 } : { digits: signed, scale };
}

/** Tells whether a text is a number: whether `decimal` would give one. */
export function isDecimal(text: string): boolean {
  return WRITTEN.test(text);
}

/** Gives less than, equal to or more than 0 as `a` is less than, equal to or more than `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const scale = Math.max(a.scale, b.scale);
  const difference = at(a, scale) - at(b, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Gives the sum, exactly. */
export function add(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: at(a, scale) + at(b, scale), scale };
}

/** Gives the quotient by a whole number, rounded half away from zero to `places` more places. */
export function share(a: Decimal, parts: number, places = 4): Decimal {
  const digits = a.digits * 10n ** BigInt(places);
  const by = BigInt(parts);
  const half = digits < 0n ? -by / 2n : by / 2n;
  return trimmed({ digits: (digits + half) / by, scale: a.scale + places });
}

/** Gives the shortest text of the number, without grouping. */
export function text(value: Decimal): string {
  const negative = value.digits < 0n;
  const digits = (negative ? -value.digits : value.digits).toString().padStart(value.scale + 1, "0");
  const cut = digits.length - value.scale;
  const fraction = value.scale ? `.${digits.slice(cut)}` : "";
  return `${negative ? "-" : ""}${digits.slice(0, cut)}${fraction}`;
}

/** Gives where the number stands on an axis; only for drawing. */
export function position(value: Decimal): number {
  return Number(text(value));
}

/** How a language writes numbers. */
export interface Notation {
  readonly point: string;
  readonly group: string;
  readonly minus: string;
}

/** Gives how numbers are written in a language. */
export function notation(language: string): Notation {
  const parts = new Intl.NumberFormat(language, { useGrouping: "always" } as Intl.NumberFormatOptions).formatToParts(-1234567.5);
  const of = (type: string, otherwise: string) => parts.find((part) => part.type === type)?.value ?? otherwise;
  return { point: of("decimal", "."), group: of("group", ","), minus: "−" };
}

/**
 * Gives the number as it is read: every digit kept, and groups of three from five digits on, so
 * that a year stays a year. What is no number comes back as it is.
 */
export function written(lexical: string, style: Notation): string {
  let start = 0;
  const first = lexical.charCodeAt(0);
  if (first === 45 || first === 43) start = 1;
  let end = start;
  while (end < lexical.length && isDigit(lexical.charCodeAt(end))) end++;
  if (end === start) return lexical;
  let whole = lexical.slice(start, end);
  const rest = lexical.slice(end);
  if (rest && !/^\.\d+$/.test(rest)) return lexical;
  if (whole.length > 4) whole = whole.replace(/\B(?=(?:\d{3})+$)/g, style.group);
  return `${first === 45 ? style.minus : ""}${whole}${rest ? style.point + rest.slice(1) : ""}`;
}

/** Gives the number in few characters, such as 1.2 × 10^12 as “1.2T”; only for axes. */
export function brief(value: number, language: string): string {
  return new Intl.NumberFormat(language, { notation: "compact", maximumSignificantDigits: 4 }).format(value);
}

function at(value: Decimal, scale: number): bigint {
  return scale === value.scale ? value.digits : value.digits * 10n ** BigInt(scale - value.scale);
}

function trimmed(value: Decimal): Decimal {
  let { digits, scale } = value;
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale--;
  }
  return { digits, scale };
}

function isDigit(code: number): boolean {
  return code >= ZERO && code < ZERO + 10;
}
