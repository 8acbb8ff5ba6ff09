import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { closePages } from '@/features/messages/cache.fixture';
import { CASES, STANDS } from './events.fixture';
import { changedBy, opened } from './screens.fixture';
import { Town } from './town.fixture';

/** What can happen in any order. */
const DAY: readonly (readonly [string, string])[] = [
  ['MessageSent', 'from somebody'],
  ['MessageEdited', 'says something else'],
  ['MessageEdited', 'names me now'],
  ['MessageRecalled', 'that was pinned'],
  ['MessageDeleted', 'that named me'],
  ['ReactionAdded', 'by somebody'],
  ['ReceiptMoved', 'somebody reads'],
  ['MembersJoined', 'one more'],
  ['MemberChanged', 'somebody is called otherwise everywhere'],
  ['GroupChanged', 'another name'],
  ['ConversationSettingsChanged', 'pinned'],
  ['DraftChanged', 'on another device'],
  ['AnnouncementPublished', 'one more'],
  ['FavouriteAdded', 'one more'],
  ['ContactChanged', 'called otherwise'],
  ['MomentChanged', 'somebody likes it and says something'],
  ['BackgroundChanged', 'waves behind all messages'],
];

async function endsRight(chance: fc.Stream<number>) {
  const throwing = (sides: number) => Number(chance.next().value) % sides;
  const take = <Item>(items: Item[]) => items.splice(throwing(items.length), 1)[0];
  const town = new Town();
  const { hear, askAgain, wrong, history, freshHistory } = await opened(town);
  const ahead = [...DAY];
  /** The stream keeps its order; answers come as they like. */
  const told: object[] = [];
  const late: (() => Promise<void>)[] = [];
  while (ahead.length + told.length + late.length > 0) {
    const [kind = '', name = ''] = (throwing(2) === 0 && take(ahead)) || [];
    const happens = CASES[kind]?.[name];
    if (happens) told.push(...[happens(town)].flat());
    if (late.length < 4 && ahead.length > 0 && throwing(2) === 0)
      late.push(await askAgain(() => throwing(8) === 0));
    const event = throwing(2) === 0 && told.shift();
    if (event) await hear(event);
    if (late.length > 0 && throwing(4) === 0) await take(late)?.();
  }
  expect(wrong().filter(({ name }) => name !== STANDS.MessageSent)).toEqual([]);
  expect(history()).toEqual(freshHistory());
}

afterEach(closePages);

/** As many as do not take long. */
test.each([1, 2])(
  'day %i, on which answers come late, ends as if all were fetched afresh',
  async (seed) => {
    const chances = fc.infiniteStream(fc.noBias(fc.nat()));
    const once = { seed, numRuns: 1, endOnFailure: true };
    await fc.assert(fc.asyncProperty(chances, endsRight), once);
  },
  60_000,
);

/**
 * Whatever is on its way when something happens may have been read before, and come after it was told. An answer that is
 * the same before and after takes nothing back.
 */
describe.each(Object.entries(CASES))('%s, which overtakes answers', (kind, cases) => {
  test.each(Object.entries(cases))('%s', async (_name, happens) => {
    const town = new Town();
    const { hear, askAgain, wrong, history, freshHistory } = await opened(town);
    const changed = changedBy(happens);
    const arrive = await askAgain((name) => changed.has(name));
    for (const event of [happens(town)].flat()) await hear(event);
    await arrive();
    expect(wrong().filter(({ name }) => name !== STANDS[kind])).toEqual([]);
    expect(history()).toEqual(freshHistory());
  });
});
