import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { change, clientId } from '../testing/convergence/scene.ts';
import { deleteAccount, eraseSoon, eraseWholly, hurry } from '../testing/erasure.ts';
import { MissedEvents } from '../testing/events.ts';
import { uuidOf } from '../testing/ids.ts';
import { administratorOf } from '../testing/organisation.ts';
import { freshCursor, type Stage, startStage, startStageOn } from '../testing/stage.ts';
import { eraseDeletedAccounts, PARTS } from './service/erase-job.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
  // Somebody runs the installation who stays.
  await administratorOf(stage, 'Ada');
});
afterAll(() => stage.close());

test('letters that wait for their address are taken back, but for the last one, and nobody else’s', async () => {
  // Nobody sends them here.
  const office = await startStage({ SMTP_URL: 'smtp://127.0.0.1:1', MAIL_FROM: 'tea@example.org' });
  try {
    const [ada, mei] = [await office.world.user('Ada'), await office.world.user('Mei')];
    for (const { id, account } of [ada, mei])
      await office.backend.db.account.update({
        where: { id: uuidOf(id) },
        data: { email: `${account.username}@example.org`, emailVerifiedAt: new Date() },
      });
    await change(mei, 'requestReauthenticationCode', { channel: 'EMAIL' });
    const waiting = () => office.backend.db.outgoingMessage.count();
    expect(await waiting()).toBe(3);
    await deleteAccount(mei);
    expect(await waiting()).toBe(4);
    await eraseWholly(office);
    expect(await waiting()).toBe(2);
  } finally {
    await office.close();
  }
});

describe('the work in the background', () => {
  /** Somebody with something of every kind, and a friend who keeps some of it. */
  async function someone() {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    await mei.send(await mei.open(mei), 'a note');
    await change(mei, 'postMoment', { clientId: clientId(), text: 'tea', visibility: 'FRIENDS' });
    await mei.group('Tea', [tom]);
    await change(tom, 'sendCard', { conversationId: chat, clientId: clientId(), userId: mei.id });
    return { mei, tom, chat };
  }
  const remains = async (accountId: string) => {
    const { rows } = await stage.backend.pool.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM moment WHERE author_id = $1)
         + (SELECT count(*) FROM member WHERE account_id = $1 AND conversation_id IN (
              SELECT id FROM conversation WHERE kind <> 'DIRECT'))
         + (SELECT count(*) FROM message WHERE kind = 'CONTACT_CARD' AND text <> '' AND data ->> 'accountId' = $1::text)
         + (SELECT count(*) FROM erasure WHERE account_id = $1) AS count`,
      [accountId],
    );
    return Number(rows[0]?.count);
  };

  test('goes on where it was, whichever part a process dies in', async () => {
    for (const part of PARTS) {
      const { mei } = await someone();
      await deleteAccount(mei);
      const run = part.run;
      let deaths = 0;
      part.run = async (work) => {
        await run(work);
        deaths += 1;
        throw new Error('The process has died');
      };
      try {
        await expect(eraseDeletedAccounts(stage.backend), part.name).rejects.toThrow('died');
      } finally {
        part.run = run;
      }
      expect(deaths, part.name).toBe(1);
      // Whoever comes next waits until what the dead one had taken is free.
      await eraseDeletedAccounts(stage.backend);
      const where = { accountId: uuidOf(mei.id) };
      expect(await stage.backend.db.erasure.findUnique({ where }), part.name).toMatchObject({
        rounds: 0,
      });
      await eraseWholly(stage);
      expect(await remains(uuidOf(mei.id)), part.name).toBe(0);
    }
  });

  test('is done by several processes side by side, each account by one', async () => {
    const beside = await startStageOn(stage.databaseUrl);
    try {
      const gone: string[] = [];
      for (let index = 0; index < 4; index++) {
        const { mei } = await someone();
        await deleteAccount(mei);
        gone.push(uuidOf(mei.id));
      }
      for (let round = 0; round < 2; round++) {
        await hurry(stage);
        await Promise.all([stage, beside].map(({ backend }) => eraseDeletedAccounts(backend)));
      }
      await eraseWholly(stage);
      for (const accountId of gone) expect(await remains(accountId)).toBe(0);
    } finally {
      await beside.close();
    }
  });

  test('comes by again for what was written while the account was being closed', async () => {
    const { mei, chat } = await someone();
    const accountId = uuidOf(mei.id);
    await deleteAccount(mei);
    const own = { where: { accountId } };
    expect((await stage.backend.db.erasure.findUniqueOrThrow(own)).traces).not.toBeNull();
    await eraseDeletedAccounts(stage.backend);
    // What they were known by is forgotten as soon as everything that goes by it has been found.
    expect((await stage.backend.db.erasure.findUniqueOrThrow(own)).traces).toBeNull();
    const late = { accountId, conversationId: uuidOf(chat), text: 'late', updatedAt: new Date() };
    await stage.backend.db.draft.create({ data: late });
    await eraseDeletedAccounts(stage.backend);
    expect(await stage.backend.db.draft.count({ where: { accountId } })).toBe(1);
    await eraseWholly(stage);
    expect(await stage.backend.db.draft.count({ where: { accountId } })).toBe(0);
  });

  test('leaves what events still speak of until the log has forgotten them', async () => {
    const [mei, tom] = [await stage.world.user('Mei'), await stage.world.user('Tom')];
    const before = await freshCursor(stage, tom);
    await change(mei, 'requestFriend', { userId: tom.id, note: 'It is me' });
    await deleteAccount(mei);
    await eraseSoon(stage);
    await hurry(stage);
    await eraseDeletedAccounts(stage.backend);
    const { events } = await tom.ask(MissedEvents, { after: before, first: 100 });
    const requests = events.events.flatMap((event) =>
      event.__typename === 'FriendRequestDecided' ? [event.request] : [],
    );
    expect(requests).toMatchObject([{ status: 'CANCELLED' }]);
    const where = { fromId: uuidOf(mei.id) };
    expect(await stage.backend.db.friendRequest.findMany({ where })).toMatchObject([{ note: '' }]);
    await eraseWholly(stage);
    expect(await stage.backend.db.friendRequest.count({ where })).toBe(0);
    expect(await stage.backend.db.erasure.count()).toBe(0);
  });

  test('takes a stretch at a time, however much there is', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const notes = await mei.open(mei);
    await mei.send(notes, 'the first');
    const { id } = await tom.send(chat, 'What Tom says');
    await stage.backend.pool.query(
      `INSERT INTO message (id, conversation_id, seq, sender_id, client_id, text)
       SELECT gen_random_uuid(), $1, 1 + n, $2, gen_random_uuid(), 'note ' || n FROM generate_series(1, 1800) n`,
      [uuidOf(notes), uuidOf(mei.id)],
    );
    await stage.backend.pool.query(
      `INSERT INTO message_hidden (account_id, message_id, conversation_id, seq)
       SELECT $2, id, conversation_id, seq FROM message WHERE conversation_id = $1`,
      [uuidOf(notes), uuidOf(mei.id)],
    );
    await deleteAccount(mei);
    await eraseWholly(stage);
    const { db } = stage.backend;
    expect(await db.conversation.count({ where: { id: uuidOf(notes) } })).toBe(0);
    expect(await db.messageHidden.count({ where: { accountId: uuidOf(mei.id) } })).toBe(0);
    expect(await db.message.count({ where: { id: uuidOf(id) } })).toBe(1);
  });
});
