/** Eight columns of 40 px, and as wide on a phone as nine categories of 40 px. The place is held while it loads. */
export const PANEL =
  'flex h-96 max-h-[min(24rem,60dvh)] w-85 flex-col touch:w-[min(23rem,calc(100vw-1rem))]';
export const COLUMNS = 8;
/** In pixels: a row of emoji, and the line above a category. */
export const ROW_HEIGHT = 40;
