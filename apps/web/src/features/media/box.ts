import type { Size } from './compress';

/** In pixels: as large as a picture stands in a conversation, and never so small that one could not hit it. */
const LARGEST: Size = { width: 320, height: 360 };
const SMALLEST = 88;

/**
 * The box that is kept for a picture, whether it is there yet or not. Panoramas and strips are cut to what can still be
 * recognised; small pictures are not blown up beyond what a finger needs.
 */
export function boxOf({ width, height }: Size, largest = LARGEST): Size {
  const by = Math.min(1, largest.width / width, largest.height / height);
  const bounded = (side: number, most: number) =>
    Math.round(Math.min(most, Math.max(SMALLEST, side * by)));
  return { width: bounded(width, largest.width), height: bounded(height, largest.height) };
}

/** Whether the box shows all of it; what is smaller than the box stands in its middle. */
export const fits = (picture: Size, box: Size): boolean =>
  picture.width < box.width || picture.height < box.height;
