// The frame of the editor: as high as its text wants, within reason, unless the reader pulls it.

const LEAST = 264;
const MOST = 560;

export class Frame {
  private readonly host: HTMLElement;
  private given = "";

  constructor(host: HTMLElement) {
    this.host = host;
  }

  /** Makes room for a text; while it is written the frame only grows. */
  fit(wanted: number, mayShrink: boolean): void {
    const { style, clientHeight } = this.host;
    // the reader's own height stays
    if (style.height !== this.given) return;
    const height = Math.max(LEAST, Math.min(wanted, MOST, window.innerHeight * 0.6));
    if (!mayShrink && height <= clientHeight) return;
    style.height = this.given = `${Math.round(height)}px`;
  }
}
