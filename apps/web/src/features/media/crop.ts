/** In pixels of the picture. */
export interface Size {
  width: number;
  height: number;
}

/** The square that is cut out of a picture, by its middle in pixels of the picture. */
export interface Crop {
  /** 1: as much as a square can hold. */
  zoom: number;
  x: number;
  y: number;
}

/** A point of the square, from its middle, in shares of its side: -0.5 to 0.5. */
export interface Point {
  x: number;
  y: number;
}

/** A picture of this side is sharp wherever it stands for somebody, on a screen of twice the density as well. */
const SHARP_SIDE = 160;
const CLOSEST = 8;
/** Larger it is shown nowhere. */
const DRAWN_MOST = 640;

export const wholeOf = ({ width, height }: Size): Crop => ({
  zoom: 1,
  x: width / 2,
  y: height / 2,
});

/** How near one may go before what is cut out is no longer sharp. */
export const closestOf = ({ width, height }: Size): number =>
  Math.min(CLOSEST, Math.max(1, Math.min(width, height) / SHARP_SIDE));

export const sideOf = ({ width, height }: Size, { zoom }: Crop): number =>
  Math.min(width, height) / zoom;

/** What is drawn of it, in pixels; smaller pictures are not blown up. */
export const drawnSide = (size: Size, crop: Crop): number =>
  Math.max(1, Math.min(DRAWN_MOST, Math.floor(sideOf(size, crop))));

const within = (value: number, least: number, most: number) =>
  Math.min(Math.max(value, least), most);

/** The same square, moved so far that all of it lies on the picture. */
function kept(size: Size, crop: Crop): Crop {
  const half = sideOf(size, crop) / 2;
  return {
    zoom: crop.zoom,
    x: within(crop.x, half, size.width - half),
    y: within(crop.y, half, size.height - half),
  };
}

/** The picture is pushed so far, and the square stays. */
export function moved(size: Size, crop: Crop, by: Point): Crop {
  const side = sideOf(size, crop);
  return kept(size, { ...crop, x: crop.x - by.x * side, y: crop.y - by.y * side });
}

/** What is at this point of the square stays there. */
export function zoomedTo(size: Size, crop: Crop, to: number, at: Point = { x: 0, y: 0 }): Crop {
  const zoom = within(to, 1, closestOf(size));
  const by = sideOf(size, crop) - sideOf(size, { ...crop, zoom });
  return kept(size, { zoom, x: crop.x + at.x * by, y: crop.y + at.y * by });
}

/** Where the whole picture lies behind a square window, in percent of the window’s side. */
export function placeOf(size: Size, crop: Crop) {
  const side = sideOf(size, crop);
  const percent = (pixels: number) => `${(pixels / side) * 100}%`;
  return {
    width: percent(size.width),
    height: percent(size.height),
    left: percent(side / 2 - crop.x),
    top: percent(side / 2 - crop.y),
  };
}
