import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { block, changePrivacy, unblock } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { administratorOf, department, employ, setUp } from '../testing/organisation.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { say, unreachable } from '../testing/strangers.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Open = graphql(`
  mutation OpenWithUnreachable($input: OpenDirectConversationInput!) {
    openDirectConversation(input: $input) { __typename }
  }
`);

const open = async (person: Person, to: Person) =>
  (await person.ask(Open, { input: { userId: to.id } })).openDirectConversation;

describe('that somebody cannot be reached', () => {
  test('is said before anything is written, as the writing would be refused', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    const [lin, tom] = [await stage.world.user('Lin'), await stage.world.user('Tom')];
    const ada = await administratorOf(stage);
    await mei.befriend(tom);
    const waiting = await stage.world.user('Waiting');
    expectType(await say(waiting, await waiting.open(mei)), 'SendMessagePayload');
    // Nothing has been opened yet: a conversation that is there opens whatever has become of the two.
    const expected = async (person: Person, to: Person, reason: string | null, refusal: string) => {
      expect(await unreachable(person, to)).toBe(reason);
      expect((await open(person, to)).__typename).toBe(refusal);
    };
    for (const reachableBy of ['NOBODY', 'FRIENDS_OF_FRIENDS'] as const) {
      await changePrivacy(mei, { reachableBy });
      await expected(eve, mei, 'REFUSED', 'RecipientRefusesError');
      await expected(tom, mei, null, 'OpenDirectConversationPayload');
      expect(await unreachable(mei, mei)).toBeNull();
    }
    await tom.befriend(eve);
    await expected(eve, mei, null, 'OpenDirectConversationPayload');
    await changePrivacy(mei, { reachableBy: 'EVERYONE' });
    await block(mei, lin);
    await expected(lin, mei, 'REFUSED', 'RecipientRefusesError');
    await expected(mei, lin, 'REFUSED', 'UserBlockedError');
    await unblock(mei, lin);
    await expected(lin, mei, null, 'OpenDirectConversationPayload');
    // Whoever has written learns nothing here of what has become of it: that they wait they know.
    await changePrivacy(mei, { reachableBy: 'NOBODY' });
    expect(await unreachable(waiting, mei)).toBeNull();
    await block(mei, waiting);
    expect(await unreachable(waiting, mei)).toBeNull();
    await employ(ada, await department(ada, `Kitchen ${randomUUID()}`.slice(0, 50)), [mei, lin]);
    await expected(lin, mei, null, 'OpenDirectConversationPayload');
  });

  test('is told to whom it concerns when it changes, and a block to nobody', async () => {
    const [mei, eve] = [await stage.world.user('Mei'), await stage.world.user('Eve')];
    await eve.open(mei);
    const lin = await stage.world.user('Lin');
    const ada = await administratorOf(stage);
    const [atEve, atLin, atMei] = await Promise.all(
      [eve, lin, mei].map((person) => person.follow().live()),
    );
    if (!atEve || !atLin || !atMei) throw new Error('Three people are here');
    await block(mei, eve);
    await unblock(mei, eve);
    await changePrivacy(mei, { reachableBy: 'EVERYONE' });
    await changePrivacy(mei, { reachableBy: 'NOBODY' });
    await atEve.first('ReachChanged');
    expect(await unreachable(eve, mei)).toBe('REFUSED');
    const open = (strangersMayWrite: boolean) => setUp(ada, { strangersMayWrite });
    try {
      await open(false);
      await atLin.first('ReachChanged');
      expect(await unreachable(lin, mei)).toBe('STRANGERS_CLOSED');
      expect(await unreachable(eve, mei)).toBe('STRANGERS_CLOSED');
      await setUp(ada, { welcome: 'Sit down.', strangersMayWrite: false });
    } finally {
      await open(true);
    }
    await atLin.until(() => atLin.of('ReachChanged').length === 2);
    await atEve.until(() => atEve.of('ReachChanged').length === 3);
    expect(atMei.of('ReachChanged')).toHaveLength(2);
    expect(await unreachable(lin, mei)).toBe('REFUSED');
    for (const stream of [atEve, atLin, atMei]) stream.close();
  });
});
