// Which part of a drawing is seen: zoomed about a point, moved, and never beyond its edges.

export interface Frame {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** So many times nearer a drawing can be seen. */
export const NEAREST = 8;

/** Gives the frame brought nearer by a factor, about a point of the drawing that stays in place. */
export function zoomed(frame: Frame, whole: Frame, factor: number, x: number, y: number): Frame {
  const width = clamp(frame.width / factor, whole.width / NEAREST, whole.width);
  const ratio = width / frame.width;
  return within(
    { x: x - (x - frame.x) * ratio, y: y - (y - frame.y) * ratio, width, height: frame.height * ratio },
    whole,
  );
}

/** Gives the frame moved by parts of its own size. */
export function shifted(frame: Frame, whole: Frame, right: number, down: number): Frame {
  return within({ ...frame, x: frame.x + right * frame.width, y: frame.y + down * frame.height }, whole);
}

function within(frame: Frame, whole: Frame): Frame {
  return {
    ...frame,
    x: clamp(frame.x, whole.x, whole.x + whole.width - frame.width),
    y: clamp(frame.y, whole.y, whole.y + whole.height - frame.height),
  };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most));
}
