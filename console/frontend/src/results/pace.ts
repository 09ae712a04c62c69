// Long work in short pieces, so that a page answers its reader meanwhile.

const PIECE = 10;

/** Lets the page live for a moment: what its reader does and what is to be painted come first. */
export function breath(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  // a timer of timers waits for four milliseconds each time
  return scheduler?.yield?.() ?? new Promise((go) => setTimeout(go));
}

/** Says when to let the page breathe; `AbandonedError` where the work is no longer wanted. */
export class Pace {
  private since = performance.now();
  private readonly signal: AbortSignal | undefined;

  constructor(signal?: AbortSignal) {
    this.signal = signal;
  }

  /** Whether the page has waited long enough; then `await` a breath. */
  get due(): boolean {
    return performance.now() - this.since > PIECE;
  }

  async breath(): Promise<void> {
    await breath();
    if (this.signal?.aborted) throw new AbandonedError();
    this.since = performance.now();
  }
}

/** The reader has asked for something else meanwhile. */
export class AbandonedError extends Error {}
