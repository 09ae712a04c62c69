// Which places the rows of an answer name, and which flows lead from one to another.
import type { Columns } from "./columns.ts";
import { pointOf, type Roles } from "./kinds.ts";

export type Position = readonly [longitude: number, latitude: number];

/** Rows at one position. */
export interface Spot {
  readonly at: Position;
  readonly rows: number[];
}

export interface Flow {
  readonly from: Position;
  readonly to: Position;
  readonly rows: number[];
}

export interface Spots {
  readonly spots: readonly Spot[];
  readonly flows: readonly Flow[];
  /** Rows that have no place. */
  readonly nowhere: number;
  /** Places beyond those that are drawn. */
  readonly left: number;
}

export const MOST_SPOTS = 3000;

/** Gives where each row of an answer is: once, or twice where it leads from one place to another. */
export type Locate = (row: number) => readonly (Position | null)[];

/** Gives how rows are located: by latitudes and longitudes, points, or the positions of places. */
export function locator(columns: Columns, roles: Roles, known: ReadonlyMap<string, Position>): Locate | null {
  const number = (name: string, row: number) => {
    const term = columns.column(name)!.at(row);
    return term ? Number(term.value) : Number.NaN;
  };
  if (roles.coordinates.length) {
    const pairs = roles.coordinates.slice(0, 2);
    return (row) => pairs.map(([latitude, longitude]) => valid(number(longitude, row), number(latitude, row)));
  }
  if (roles.points.length) {
    const names = roles.points.slice(0, 2);
    return (row) => names.map((name) => {
      const found = pointOf(columns.column(name)!.at(row)?.value ?? "");
      return found && valid(...found);
    });
  }
  if (roles.places.length && known.size) {
    const names = roles.places.slice(0, 2);
    return (row) => names.map((name) => known.get(columns.column(name)!.at(row)?.value ?? "") ?? null);
  }
  return null;
}

/** Gives the places and flows of an answer, rows at the same position together. */
export function spotsOf(columns: Columns, locate: Locate): Spots {
  const spots = new Map<string, Spot>();
  const flows = new Map<string, Flow>();
  let [nowhere, left] = [0, 0];
  for (let row = 0; row < columns.length; row++) {
    const found = locate(row).filter((one) => one !== null);
    if (!found.length) {
      nowhere++;
      continue;
    }
    for (const at of found) {
      const key = at.join(" ");
      const spot = spots.get(key);
      if (spot) spot.rows.push(row);
      else if (spots.size < MOST_SPOTS) spots.set(key, { at, rows: [row] });
      else left++;
    }
    const [from, to] = found;
    if (!from || !to || from.join() === to.join()) continue;
    const key = `${from.join(" ")} ${to.join(" ")}`;
    const flow = flows.get(key);
    if (flow) flow.rows.push(row);
    else if (flows.size < MOST_SPOTS) flows.set(key, { from, to, rows: [row] });
  }
  return { spots: [...spots.values()], flows: [...flows.values()], nowhere, left };
}

function valid(longitude: number, latitude: number): Position | null {
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}
