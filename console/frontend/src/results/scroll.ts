// Scrolling further than browsers can: their elements end at 17 to 33 million pixels, which is less
// than a million rows.

export const TALLEST = 8_000_000;

/**
 * Where one is in a list that may be taller than its element. Short moves go as far as the reader
 * moved; long ones, as with the scroll bar, go to the same part of the whole. `settle` brings the
 * two together again while nothing moves.
 */
export class LongScroll {
  private full = 0;
  private view = 0;
  private physical = 0;
  /** How far the list is scrolled, in pixels of the whole list. */
  top = 0;

  /** The height of the element that is scrolled. */
  get height(): number {
    return Math.min(this.full, TALLEST);
  }

  /** How far the top can go. */
  get last(): number {
    return Math.max(0, this.full - this.view);
  }

  resize(full: number, view: number): void {
    this.full = full;
    this.view = view;
    this.top = Math.min(this.top, this.last);
  }

  /** Follows the scroll bar, and gives the top. */
  moved(physical: number): number {
    const end = this.height - this.view;
    const step = physical - this.physical;
    if (this.full <= TALLEST) this.top = physical;
    else if (physical <= 0) this.top = 0;
    else if (physical >= end) this.top = this.last;
    else if (Math.abs(step) > 2 * this.view) this.top = (physical / end) * this.last;
    else this.top += step;
    this.physical = physical;
    this.top = Math.min(Math.max(this.top, 0), this.last);
    return this.top;
  }

  /** Goes to a place in the whole list, and gives where the scroll bar belongs. */
  to(top: number): number {
    this.top = Math.min(Math.max(top, 0), this.last);
    return this.settle();
  }

  /** Gives where the scroll bar belongs for the top as it is. */
  settle(): number {
    if (this.full <= TALLEST) this.physical = this.top;
    else this.physical = this.last ? (this.top / this.last) * (this.height - this.view) : 0;
    return this.physical;
  }
}
