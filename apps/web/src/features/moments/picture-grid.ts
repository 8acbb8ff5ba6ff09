/** How the pictures of a post lie beside each other. Sizes are in CSS pixels of the ordinary text size. */
export type PictureLayout =
  /** One, in its own proportions: as wide as `width` where there is room, and `ratio` as wide as high. */
  { kind: 'single'; width: number; ratio: number } | { kind: 'grid'; columns: 2 | 3 };

interface Size {
  width: number;
  height: number;
}

/** No picture alone is larger than this, whichever way it lies. */
const MOST: Size = { width: 400, height: 360 };
/** A tiny one is still something that a thumb can hit. */
const LEAST = 120;
/** What is still narrower or wider than these is cut at its sides: a strip a few pixels high would show nothing. */
const NARROWEST = 1 / 2;
const WIDEST = 5 / 2;

const between = (least: number, value: number, most: number) =>
  Math.min(most, Math.max(least, value));

function single({ width, height }: Size): PictureLayout {
  const known = width > 0 && height > 0;
  const ratio = between(NARROWEST, known ? width / height : 1, WIDEST);
  // Never larger than it is, so that nothing is shown blurred.
  const own = known ? width : MOST.width;
  const widest = Math.min(MOST.width, MOST.height * ratio, Math.max(own, LEAST));
  return { kind: 'single', width: Math.round(Math.max(widest, LEAST)), ratio };
}

/** One is shown as it is, two and four in twos, all others in threes. */
export function layoutOf(pictures: readonly Size[]): PictureLayout {
  const [first] = pictures;
  if (pictures.length === 1 && first) return single(first);
  return { kind: 'grid', columns: pictures.length === 2 || pictures.length === 4 ? 2 : 3 };
}

/** The place in the tray that an arrow key leads to: sideways in order, up and down by a row; null at the edge. */
export function placeAfterKey(
  key: string,
  at: number,
  { count, columns }: { count: number; columns: number },
): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
  };
  const step = steps[key];
  if (step === undefined) return null;
  const to = at + step;
  return to >= 0 && to < count ? to : null;
}

/** The same things with one of them moved to another place. */
export function moved<Item>(items: readonly Item[], from: number, to: number): Item[] {
  const rest = items.filter((_, index) => index !== from);
  const item = items[from];
  if (item === undefined) return [...items];
  rest.splice(to, 0, item);
  return rest;
}

/** The tray's places: squares in rows, one `step` from each to the next, in CSS pixels. */
interface Tray {
  columns: number;
  step: number;
}

interface Point {
  x: number;
  y: number;
}

/** Where the upper left corner of a place is. */
export const cornerOf = (place: number, { columns, step }: Tray): Point => ({
  x: (place % columns) * step,
  y: Math.floor(place / columns) * step,
});

/** The place that a picture is over more than over any other, by its upper left corner. */
export function placeUnder({ x, y }: Point, { columns, step }: Tray, count: number): number {
  const column = between(0, Math.round(x / step), columns - 1);
  const row = Math.max(0, Math.round(y / step));
  return Math.min(row * columns + column, count - 1);
}

/** Where a picture lies while another one is on its way from one place to another. */
export function placeMeanwhile(place: number, from: number, to: number): number {
  if (place === from) return to;
  if (from < place && place <= to) return place - 1;
  if (to <= place && place < from) return place + 1;
  return place;
}
