// What the server says of the tour, read with care: a missing part leaves the tour out.

export interface Step {
  readonly at: string;
  readonly title: string;
  readonly text: string;
}

export interface Tour {
  readonly words: Readonly<Record<string, string>>;
  readonly style: string;
  readonly steps: Readonly<Record<string, readonly Step[]>>;
}

/** The address of the steps, beside that of the page about the tour. */
export function addressOfSteps(page: string): string {
  const url = new URL(page);
  url.pathname += ".json";
  return url.href;
}

/** "Step {} of {}" with its numbers. */
export function told(pattern: string, ...numbers: readonly number[]): string {
  return numbers.reduce<string>((text, number) => text.replace("{}", String(number)), pattern);
}
