/**
 * A set of which there are hundreds of thousands, and which is small most of the time: an array that is just as long as it
 * has members, and a Set from so many on. An array is never changed, so that whoever goes through it may leave it.
 */
export type Few<Item> = readonly Item[] | Set<Item>;

const MOST_IN_ARRAY = 32;

export const none: readonly never[] = [];

export function including<Item>(few: Few<Item>, item: Item): Few<Item> {
  if (few instanceof Set) return few.add(item);
  if (few.includes(item)) return few;
  // `concat` and not `push`, which makes room for sixteen more.
  return few.length < MOST_IN_ARRAY ? few.concat([item]) : new Set([...few, item]);
}

export function without<Item>(few: Few<Item>, item: Item): Few<Item> {
  if (few instanceof Set) {
    few.delete(item);
    // Half of it, so that coming and going at the border does not copy all of them each time.
    return few.size > MOST_IN_ARRAY / 2 ? few : Array.from(few);
  }
  const place = few.indexOf(item);
  return place < 0 ? few : few.toSpliced(place, 1);
}

export const howMany = (few: Few<unknown>): number => (few instanceof Set ? few.size : few.length);
