import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { freePort } from '../../../../scripts/services/ports.ts';
import { cloneDatabase } from '../testing/database.ts';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { inSeconds, scheduled } from '../testing/keeping.ts';
import { ApiProcess } from '../testing/processes.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { expectType, type Person, World } from '../testing/world.ts';
import { sendDueMessages } from './service/sending.ts';

/** Each message that is due is sent once, in its turn, whoever dies meanwhile. Two backends are two processes. */

let stage: Stage;
let other: Stage;
beforeAll(async () => {
  stage = await startStage({ SCHEDULED_MESSAGES_MAX: '1000' });
  other = await startStageOn(stage.databaseUrl);
});
afterAll(async () => {
  await other.close();
  await stage.close();
});

const Cancel = graphql(`
  mutation CancelThis($input: CancelScheduledMessageInput!) {
    cancelScheduledMessage(input: $input) { __typename ... on Error { message } }
  }
`);
const Reschedule = graphql(`
  mutation RescheduleThis($input: RescheduleMessageInput!) {
    rescheduleMessage(input: $input) { __typename ... on Error { message } }
  }
`);
const Outcome = graphql(`
  query Outcome($id: ID!) {
    node(id: $id) {
      ... on ScheduledMessage { scheduledStatus failure message { id clientId seq } }
    }
  }
`);
const History = graphql(`
  query WhatWasSaid($id: ID!) {
    conversation(id: $id) {
      messages(last: 100) { edges { node { content { ... on TextContent { text } } } } }
    }
  }
`);

const schedule = (person: Person, conversationId: string, text: string, ago = 0) =>
  scheduled(person, conversationId, text, inSeconds(-ago));

async function outcomeOf(person: Person, id: string) {
  const { node } = await person.ask(Outcome, { id });
  if (!node || !('scheduledStatus' in node)) throw new Error('This is no scheduled message');
  return node;
}

async function texts(person: Person, id: string): Promise<string[]> {
  const { conversation } = await person.ask(History, { id });
  return conversation!.messages.edges.flatMap(({ node }) =>
    'text' in node.content ? [node.content.text] : [],
  );
}

/** Something goes wrong whenever it is noted, in this conversation, that a message has been sent. */
async function breakNoting(at: Stage['backend'], conversationId: string, failure: string) {
  await at.pool.query(`
    CREATE FUNCTION break_noting() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN ${failure}; RETURN NEW; END $$;
    CREATE TRIGGER break_noting BEFORE UPDATE ON scheduled_message FOR EACH ROW
    WHEN (NEW.status = 'SENT' AND NEW.conversation_id = '${uuidOf(conversationId)}')
    EXECUTE FUNCTION break_noting()`);
  return () => at.pool.query('DROP FUNCTION break_noting CASCADE');
}

describe('what is due', () => {
  test('goes in the order of its times, also when several processes send at once', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const order = Array.from({ length: 10 }, (_, index) => index);
    await Promise.all(
      order.flatMap((index) => [
        schedule(mei, chat, `n${index}`, 40 - index),
        schedule(index % 2 ? mei : tom, group, `n${index}`, 40 - index),
      ]),
    );
    const counts = await Promise.all(
      [stage, other, stage, other].map(({ backend }) => sendDueMessages(backend)),
    );
    // Whoever finds everything in others' hands ends its round; what it left is for the next.
    const left = await sendDueMessages(stage.backend);
    const expected = order.map((index) => `n${index}`);
    expect(await texts(tom, chat)).toEqual(expected);
    expect(await texts(tom, group)).toEqual(expected);
    expect(counts.reduce((sum, count) => sum + count, left)).toBe(20);
  });

  test('is refused at its time by the rule that sending has, and can be tried again', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const onPhone = await phone.follow().live();
    const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    const muted = await schedule(tom, group, 'while muted');
    const next = await schedule(mei, group, 'after it');
    await inGroup(mei, group).mute(tom, new Date(Date.now() + 60_000).toISOString());
    await sendDueMessages(stage.backend);
    const failed = { scheduledStatus: 'FAILED', failure: 'MEMBER_MUTED', message: null };
    expect(await outcomeOf(tom, muted.id)).toEqual(failed);
    expect(await outcomeOf(mei, next.id)).toMatchObject({ scheduledStatus: 'SENT' });
    const told = await onPhone.first(
      'ScheduledMessageChanged',
      ({ scheduled }) => scheduled?.scheduledStatus === 'FAILED',
    );
    expect(told.scheduled).toMatchObject({ id: muted.id, failure: 'MEMBER_MUTED' });
    await sendDueMessages(stage.backend);
    expect(await texts(mei, group)).toEqual(['after it']);
    await inGroup(mei, group).mute(tom, null);
    const input = { scheduledMessageId: muted.id, sendAt: inSeconds(-1) };
    const { rescheduleMessage } = await tom.ask(Reschedule, { input });
    expectType(rescheduleMessage, 'RescheduleMessagePayload');
    await sendDueMessages(stage.backend);
    expect(await outcomeOf(tom, muted.id)).toMatchObject({
      scheduledStatus: 'SENT',
      failure: null,
    });
    expect(await texts(mei, group)).toEqual(['after it', 'while muted']);
    onPhone.close();
  });

  test('fails with NOT_FOUND for whoever has left', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const { id } = await schedule(tom, group, 'still me');
    await inGroup(tom, group).leave();
    await sendDueMessages(stage.backend);
    expect(await outcomeOf(tom, id)).toMatchObject({
      scheduledStatus: 'FAILED',
      failure: 'NOT_FOUND',
    });
    expect(await texts(mei, group)).toEqual([]);
  });

  test('is either sent or cancelled when both are tried at once, never both', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const sent: string[] = [];
    for (let round = 0; round < 15; round++) {
      const { id } = await schedule(mei, chat, `n${round}`);
      const [{ cancelScheduledMessage }] = await Promise.all([
        mei.ask(Cancel, { input: { scheduledMessageId: id } }),
        sleep(round % 10).then(() => sendDueMessages(stage.backend)),
        sleep(round % 7).then(() => sendDueMessages(other.backend)),
      ]);
      await sendDueMessages(stage.backend);
      const { scheduledStatus } = await outcomeOf(mei, id);
      const cancelled = cancelScheduledMessage.__typename === 'CancelScheduledMessagePayload';
      expect(scheduledStatus).toBe(cancelled ? 'CANCELLED' : 'SENT');
      if (!cancelled) sent.push(`n${round}`);
    }
    expect(await texts(tom, chat)).toEqual(sent);
  });
});

describe('a crash between sending and noting it', () => {
  test('makes no second message, and holds up no other conversation', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const elsewhere = await mei.group('Tea', [tom]);
    const mended = await breakNoting(stage.backend, chat, `RAISE EXCEPTION 'the power went'`);
    const [first, second] = [
      await schedule(mei, chat, 'first', 20),
      await schedule(mei, chat, 'second', 10),
    ];
    const third = await schedule(mei, elsewhere, 'third');
    for (const { backend } of [stage, other])
      await expect(sendDueMessages(backend)).rejects.toThrow('were not sent');
    expect(await texts(tom, chat)).toEqual(['first']);
    expect(await outcomeOf(mei, first.id)).toMatchObject({ scheduledStatus: 'PENDING' });
    expect(await outcomeOf(mei, third.id)).toMatchObject({ scheduledStatus: 'SENT' });
    // It is out, so neither can it be changed any more.
    const input = { scheduledMessageId: first.id };
    const { cancelScheduledMessage } = await mei.ask(Cancel, { input });
    expectType(cancelScheduledMessage, 'ScheduledMessageSettledError');
    const { rescheduleMessage } = await mei.ask(Reschedule, { input: { ...input, text: 'new' } });
    expectType(rescheduleMessage, 'ScheduledMessageSettledError');
    await mended();
    await sendDueMessages(other.backend);
    expect(await texts(tom, chat)).toEqual(['first', 'second']);
    const noted = await outcomeOf(mei, first.id);
    expect(noted).toMatchObject({ scheduledStatus: 'SENT', message: { clientId: first.clientId } });
    expect((await outcomeOf(mei, second.id)).scheduledStatus).toBe('SENT');
  });

  test('is seen through also when the author has left since', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const mended = await breakNoting(stage.backend, group, `RAISE EXCEPTION 'the power went'`);
    const { id } = await schedule(tom, group, 'my last word');
    await expect(sendDueMessages(stage.backend)).rejects.toThrow('were not sent');
    await inGroup(tom, group).leave();
    await mended();
    await sendDueMessages(stage.backend);
    expect(await outcomeOf(tom, id)).toMatchObject({ scheduledStatus: 'SENT', failure: null });
    expect(await texts(mei, group)).toEqual(['my last word']);
  });
});

describe('the API process', () => {
  test('sends what fell due while it was down, and nothing twice when it is killed at it', async () => {
    const database = await cloneDatabase(inject('databaseUrl'));
    const api = new ApiProcess(await freePort(), { DATABASE_URL: database.url });
    await api.start();
    const { one: mei, other: tom, chat } = await new World(api.url).friends('Mei', 'Tom');
    const beside = await startStageOn(database.url);
    const mended = await breakNoting(beside.backend, chat, 'PERFORM pg_sleep(2)');
    const killedAt = await schedule(mei, chat, 'killed at it', 20);
    while ((await texts(tom, chat)).length === 0) await sleep(20);
    await api.stop('SIGKILL');
    const here = mei.through(beside.url);
    expect((await outcomeOf(here, killedAt.id)).scheduledStatus).toBe('PENDING');
    const whileDown = await schedule(here, chat, 'due while it was down');
    await mended();
    await api.start();
    const since = Date.now();
    for (const { id } of [killedAt, whileDown])
      while ((await outcomeOf(mei, id)).scheduledStatus !== 'SENT') {
        expect(Date.now() - since).toBeLessThan(10_000);
        await sleep(50);
      }
    expect(await texts(tom, chat)).toEqual(['killed at it', 'due while it was down']);
    await api.stop('SIGTERM');
    await beside.close();
    await database.drop();
  }, 60_000);
});
