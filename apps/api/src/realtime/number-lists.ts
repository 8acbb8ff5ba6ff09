/** Words of a block: where the next one is, and the numbers. */
const WORDS = 8;
const BLOCKS_IN_PAGE = 4_096;
const PAGE_WORDS = WORDS * BLOCKS_IN_PAGE;

/**
 * Sets of numbers from 1 on, of which there are tens of thousands and most are small: chains of blocks, in pages of bare
 * memory, which no collection goes through. A list
 * is known by the number of its first block, which is another one whenever it has changed; the empty list is 0.
 */
export class NumberLists {
  readonly #pages: Uint32Array[] = [];
  /** Blocks that were in use before, one behind the other; 0 is the end. */
  #free = 0;
  /** There is no block 0. */
  #used = 1;

  /** With a number that is not in it yet. Only the first block of a list has room. */
  including(list: number, item: number): number {
    if (list > 0) {
      const [page, start] = this.#find(list);
      for (let place = start + 1; place < start + WORDS; place++)
        if (page[place] === 0) {
          page[place] = item;
          return list;
        }
    }
    const block = this.#take();
    const [page, start] = this.#find(block);
    page[start] = list;
    page[start + 1] = item;
    return block;
  }

  without(list: number, item: number): number {
    for (let block = list; block > 0; ) {
      const [page, start] = this.#find(block);
      for (let place = start + 1; place < start + WORDS; place++)
        if (page[place] === item) {
          const [last, rest] = this.#takeLast(list);
          // What is taken from the first block fills the gap, or is what was to go.
          if (last !== item) page[place] = last;
          return rest;
        }
      block = page[start] ?? 0;
    }
    return list;
  }

  has(list: number, item: number): boolean {
    for (let block = list; block > 0; ) {
      const [page, start] = this.#find(block);
      for (let place = start + 1; place < start + WORDS; place++)
        if (page[place] === item) return true;
      block = page[start] ?? 0;
    }
    return false;
  }

  /** One of them; the list is not empty. */
  first(list: number): number {
    const [page, start] = this.#find(list);
    return page[start + 1] ?? 0;
  }

  /** What its numbers stand for, in no particular order. */
  map<Thing>(list: number, toThing: (item: number) => Thing): Thing[] {
    const things: Thing[] = [];
    for (let block = list; block > 0; ) {
      const [page, start] = this.#find(block);
      for (let place = start + 1; place < start + WORDS; place++) {
        const item = page[place] ?? 0;
        if (item === 0) break;
        things.push(toThing(item));
      }
      block = page[start] ?? 0;
    }
    return things;
  }

  /** Gives up the whole list. */
  drop(list: number): void {
    for (let block = list; block > 0; ) {
      const [page, start] = this.#find(block);
      const next = page[start] ?? 0;
      this.#giveBack(block);
      block = next;
    }
  }

  /** The number that came last into the first block, and what is left of the list. */
  #takeLast(list: number): [number, number] {
    const [page, start] = this.#find(list);
    let place = start + WORDS - 1;
    while (page[place] === 0) place -= 1;
    const last = page[place] ?? 0;
    page[place] = 0;
    if (place > start + 1) return [last, list];
    const rest = page[start] ?? 0;
    this.#giveBack(list);
    return [last, rest];
  }

  #find(block: number): [Uint32Array, number] {
    const page = this.#pages[Math.floor(block / BLOCKS_IN_PAGE)] as Uint32Array;
    return [page, (block % BLOCKS_IN_PAGE) * WORDS];
  }

  #take(): number {
    const block = this.#free;
    if (block > 0) {
      const [page, start] = this.#find(block);
      this.#free = page[start] ?? 0;
      return block;
    }
    if (this.#used >= this.#pages.length * BLOCKS_IN_PAGE)
      this.#pages.push(new Uint32Array(PAGE_WORDS));
    this.#used += 1;
    return this.#used - 1;
  }

  #giveBack(block: number): void {
    const [page, start] = this.#find(block);
    page.fill(0, start, start + WORDS);
    page[start] = this.#free;
    this.#free = block;
  }
}

/** Things by the numbers that stand for them in lists. */
export class Numbered<Thing> {
  readonly #things: (Thing | null)[] = [null];
  readonly #free: number[] = [];

  add(thing: Thing): number {
    const number = this.#free.pop() ?? this.#things.length;
    this.#things[number] = thing;
    return number;
  }

  at(number: number): Thing {
    return this.#things[number] as Thing;
  }

  /** The number may stand for another one from now on. */
  remove(number: number): void {
    this.#things[number] = null;
    this.#free.push(number);
  }
}
