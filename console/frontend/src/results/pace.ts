// Long work in short pieces, so that a page answers its reader meanwhile.

const PIECE = 10;

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
    await new Promise((go) => setTimeout(go));
    if (this.signal?.aborted) throw new AbandonedError();
    this.since = performance.now();
  }
}

/** The reader has asked for something else meanwhile. */
export class AbandonedError extends Error {}
