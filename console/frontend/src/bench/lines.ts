// What each line of a query leaves, where nothing is left in the end.
import type { Emptiness } from "../editor/services.ts";

export interface Line {
  /** The number of its pattern. */
  readonly at: number;
  /** What is left of it and the lines before: a number, whether there is something, or unknown. */
  readonly left: boolean | number | null;
  /** After this line, and none before, nothing is left. */
  readonly breaks: boolean;
}

/** Gives the lines in the order in which they were put together; what was not reached comes last. */
export function lines({ patterns, joins = [] }: Pick<Emptiness, "patterns" | "joins">): Line[] {
  // beside the steps stand smaller sets that were tried when nothing was left
  const steps = joins.filter((join, at) => at === 0 || join.patterns.length > joins[at - 1]!.patterns.length);
  const order = steps.at(-1)?.patterns ?? [];
  const rest = patterns.map((_, at) => at).filter((at) => !order.includes(at));
  const breaking = steps.find(({ rows }) => rows === false)?.patterns.at(-1);
  return [...order, ...rest].map((at) => {
    const step = steps.find((join) => join.patterns.at(-1) === at);
    return { at, left: step ? (step.count ?? step.rows) : null, breaks: at === breaking };
  });
}
