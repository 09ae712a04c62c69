// Where keys lead among the cells of a grid.

export interface Place {
  readonly row: number;
  readonly column: number;
}

/**
 * Gives the row and the column to which a key leads, perhaps beyond the last; `shown` rows make a
 * page, and `far` is to the end of all.
 */
export function ledBy(key: string, { row, column }: Place, shown: number, far: boolean): [number, number] | undefined {
  const page = Math.max(1, shown);
  const targets: Record<string, [number, number]> = {
    ArrowUp: [row - 1, column], ArrowDown: [row + 1, column], ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
    PageUp: [row - page, column], PageDown: [row + page, column],
    Home: [far ? 0 : row, 0], End: [far ? Number.MAX_SAFE_INTEGER : row, Number.MAX_SAFE_INTEGER],
  };
  return targets[key];
}
