import { expect, test } from 'vitest';
import { Numbered, NumberLists } from './number-lists.ts';

const sorted = (items: Iterable<number>) => [...items].sort((one, other) => one - other);

test('lists hold what sets hold, whatever comes and goes, over many pages', () => {
  const lists = new NumberLists();
  const all = Array.from({ length: 3_000 }, () => ({ list: 0, set: new Set<number>() }));
  // A generator of Lehmer's: the same run each time.
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
  let wrong = 0;
  for (let step = 0; step < 100_000; step++) {
    // Some grow large, most stay small.
    const one = all[random(random(4) === 0 ? 3 : all.length)] ?? { list: 0, set: new Set() };
    const item = 1 + random(1_000);
    if (lists.has(one.list, item) !== one.set.has(item)) wrong += 1;
    if (one.set.has(item) || random(3) === 0) {
      one.list = lists.without(one.list, item);
      one.set.delete(item);
    } else {
      one.list = lists.including(one.list, item);
      one.set.add(item);
    }
    if (step % 30_000 === 0 && one.set.size > 0) {
      lists.drop(one.list);
      one.list = 0;
      one.set.clear();
    }
  }
  expect(wrong).toBe(0);
  for (const { list, set } of all) {
    expect(sorted(lists.map(list, (item) => item))).toEqual(sorted(set));
    expect(list === 0).toBe(set.size === 0);
  }
});

test('what is given up is used again', () => {
  const lists = new NumberLists();
  const fill = () => {
    let list = 0;
    for (let item = 1; item <= 20; item++) list = lists.including(list, item);
    return list;
  };
  const blocks = new Set<number>();
  for (let round = 0; round < 100; round++) {
    let list = fill();
    blocks.add(list);
    if (round % 2 === 0) lists.drop(list);
    else for (let item = 20; item > 0; item--) list = lists.without(list, item);
  }
  expect(blocks.size).toBeLessThan(5);
});

test('a number stands for one thing at a time', () => {
  const things = new Numbered<string>();
  const [tea, milk] = [things.add('tea'), things.add('milk')];
  expect([things.at(tea), things.at(milk)]).toEqual(['tea', 'milk']);
  things.remove(tea);
  const sugar = things.add('sugar');
  expect([things.at(sugar), things.at(milk), sugar]).toEqual(['sugar', 'milk', tea]);
});
