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
