import { afterAll, beforeAll, expect, test } from 'vitest';
import { circle } from './circle.ts';
import { block, changePrivacy } from './testing/contacts.ts';
import { uuidOf } from './testing/ids.ts';
import { type Stage, startStage } from './testing/stage.ts';
import type { Person } from './testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const changeOf = (person: Person, visibilityChanged?: true) => ({
  kind: 'PresenceChanged' as const,
  payload: { accountId: uuidOf(person.id), ...(visibilityChanged && { visibilityChanged }) },
});

test('of many who come at once, each concerns their own friends, as each of them lets it be seen', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const { one: lin, other: eve } = await stage.world.friends('Lin', 'Eve');
  await mei.befriend(lin);
  const wang = await stage.world.user('Wang');
  await mei.befriend(wang);
  await block(wang, mei);
  await changePrivacy(lin, { presenceShownTo: 'NOBODY' });
  const here = () => [];
  const hints = [
    changeOf(mei),
    { kind: 'ReachChanged' as const, payload: { accountId: null } },
    changeOf(tom),
    changeOf(lin),
    changeOf(lin, true),
    changeOf(await stage.world.user('Nobody knows')),
    changeOf(mei),
  ];
  const audiences = await circle.audiencesOf(stage.backend.db, hints, here);
  const ids = (...people: Person[]) => people.map(({ id }) => uuidOf(id)).toSorted();
  expect(audiences.map((audience) => audience.toSorted())).toEqual([
    ids(tom),
    [],
    ids(mei),
    [],
    ids(mei, eve),
    [],
    ids(tom),
  ]);
});
