import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MissedEvents } from '../testing/events.ts';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { everyOperation, onMessage } from '../testing/messages.ts';
import { freshCursor, type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person, SendMessage } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Mentions = graphql(`
  query Mentions($id: ID!) { conversation(id: $id) { unreadMentionCount firstUnreadMention { id } } }
`);

const HOUR = 3_600_000;

async function rows<Row>(text: string, id: string): Promise<Row[]> {
  return (await stage.backend.pool.query(text, [uuidOf(id)])).rows;
}
const audited = async (id: string) =>
  (
    await rows<{ action: string }>(
      'SELECT action FROM audit_entry WHERE subject_id = $1 ORDER BY id',
      id,
    )
  ).map(({ action }) => action);
const age = (id: string, milliseconds: number) =>
  stage.backend.pool.query(
    `UPDATE message SET created_at = created_at - $2 * interval '1 millisecond' WHERE id = $1`,
    [uuidOf(id), milliseconds],
  );

async function sendMarkdown(person: Person, conversationId: string, text: string) {
  const input = { conversationId, clientId: randomUUID(), text, format: 'MARKDOWN' as const };
  const { sendMessage } = await person.ask(SendMessage, { input });
  return expectType(sendMessage, 'SendMessagePayload').sent;
}

const versionsOf = async (person: Person, id: string) => {
  const { versions } = await onMessage(person, id).see();
  return versions.edges.map(({ node }) => [node.version, node.text]);
};

describe('editing', () => {
  test('puts another text in its place, live on every device, and keeps what it said before', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const devices = [mei, tom, await tom.onAnotherDevice()];
    const following = await Promise.all(devices.map((device) => device.follow().live()));
    const sent = await mei.send(chat, 'tea at five');
    expectType(await onMessage(mei, sent.id).edit('  tea at six\r\n'), 'EditMessagePayload');
    expectType(await onMessage(mei, sent.id).edit('tea at seven'), 'EditMessagePayload');
    for (const device of following) {
      const { message } = await device.first('MessageEdited', (event) => event.message.version > 2);
      expect(message).toMatchObject({ id: sent.id, seq: 1, content: { text: 'tea at seven' } });
      device.close();
    }
    const seen = await onMessage(tom, sent.id).see();
    expect(seen.content).toMatchObject({ __typename: 'TextContent', text: 'tea at seven' });
    expect(seen.version).toBe(3);
    expect(Date.parse(String(seen.editedAt))).toBeGreaterThanOrEqual(Date.parse(sent.sentAt));
    expect(await versionsOf(tom, sent.id)).toEqual([
      [1, 'tea at five'],
      [2, 'tea at six'],
    ]);
    expect(seen.versions.edges[0]?.node.writtenAt).toBe(sent.sentAt);
    expect(await audited(sent.id)).toEqual(['MessageEdited', 'MessageEdited']);
  });

  test('with the same text changes nothing, and tells nobody', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    const { id } = await mei.send(chat, 'tea');
    const { edited } = expectType(await onMessage(mei, id).edit(' tea '), 'EditMessagePayload');
    expect(edited.version).toBe(1);
    await mei.send(chat, 'after');
    await following.until(() => following.texts(chat).length === 2);
    expect(following.of('MessageEdited')).toEqual([]);
    expect(await versionsOf(mei, id)).toEqual([]);
    expect(await audited(id)).toEqual([]);
    following.close();
  });

  test('replaces whom it names and where it links to', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const { id } = await mei.send(group, 'see https://old.example/a');
    const named = { userId: tom.id, start: 1, length: 4 };
    await onMessage(mei, id).edit(' @Tom see https://new.example/b', [named]);
    expect((await onMessage(tom, id).see()).mentions).toEqual([
      { start: 0, length: 4, user: { id: tom.id } },
    ]);
    const { conversation } = await tom.ask(Mentions, { id: group });
    expect(conversation).toEqual({ unreadMentionCount: 1, firstUnreadMention: { id } });
    const linkUrls = () => rows('SELECT link_url FROM message WHERE id = $1', id);
    expect(await linkUrls()).toEqual([{ link_url: 'https://new.example/b' }]);
    await onMessage(mei, id).edit('never mind');
    expect((await onMessage(tom, id).see()).mentions).toEqual([]);
    expect((await tom.ask(Mentions, { id: group })).conversation?.unreadMentionCount).toBe(0);
    expect(await linkUrls()).toEqual([{ link_url: null }]);
  });

  test('keeps the format and its limits', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const { id } = await mei.send(chat, 'tea');
    expectType(await onMessage(mei, id).edit(' \n '), 'TextEmptyError');
    expectType(await onMessage(mei, id).edit('茶'.repeat(501)), 'TextTooLongError');
    const outside = { userId: null, start: 2, length: 9 };
    expectType(await onMessage(mei, id).edit('@all', [outside]), 'InvalidFieldError');
    const formatted = await sendMarkdown(mei, chat, '# Tea');
    expectType(await onMessage(mei, formatted.id).edit('茶'.repeat(20_000)), 'EditMessagePayload');
    expectType(await onMessage(mei, formatted.id).edit('茶'.repeat(20_001)), 'TextTooLongError');
    const { content } = await onMessage(mei, formatted.id).see();
    expect(content.__typename).toBe('MarkdownContent');
  });
});

describe('editing is refused', () => {
  test('to everybody but the sender, and for what nobody wrote', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const notice = await stage.backend.db.message.findFirstOrThrow({
      where: { conversationId: uuidOf(group) },
    });
    const noticeId = Buffer.from(`Message:${notice.id}`).toString('base64');
    const { id } = await mei.send(group, 'tea');
    expectType(await onMessage(tom, id).edit('coffee'), 'NotOwnMessageError');
    expectType(await onMessage(mei, noticeId).edit('coffee'), 'NotOwnMessageError');
    await stage.backend.pool.query('UPDATE message SET forwarded = true WHERE id = $1', [
      uuidOf(id),
    ]);
    expectType(await onMessage(mei, id).edit('coffee'), 'InvalidFieldError');
    expect((await onMessage(tom, id).see()).content).toMatchObject({ text: 'tea' });
  });

  test('after 48 hours, with the instant at which that became so', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const [recent, old] = [await mei.send(chat, 'recent'), await mei.send(chat, 'old')];
    await age(recent.id, 48 * HOUR - 60_000);
    await age(old.id, 48 * HOUR + 1_000);
    expectType(await onMessage(mei, recent.id).edit('edited'), 'EditMessagePayload');
    const refusal = expectType(
      await onMessage(mei, old.id).edit('edited'),
      'EditWindowClosedError',
    );
    expect(Date.parse(refusal.closedAt)).toBe(Date.parse(old.sentAt) - 1_000);
  });

  test('while one may not speak, and to name everyone where that is restricted', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const { id } = await tom.send(group, 'tea');
    const everyone = { userId: null, start: 0, length: 4 };
    await inGroup(mei, group).update({ mentionAllRestricted: true });
    expectType(await onMessage(tom, id).edit('@all', [everyone]), 'RoleRequiredError');
    await inGroup(mei, group).muteAll(true);
    expectType(await onMessage(tom, id).edit('coffee'), 'AllMutedError');
    await inGroup(mei, group).muteAll(false);
    await inGroup(mei, group).mute(tom, new Date(Date.now() + HOUR).toISOString());
    expectType(await onMessage(tom, id).edit('coffee'), 'MemberMutedError');
    expect((await onMessage(mei, id).see()).version).toBe(1);
  });

  test('once it is recalled or deleted, and its versions are gone with it', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('Tea', [tom]);
    const [recalled, deleted] = [await tom.send(group, 'one'), await tom.send(group, 'two')];
    for (const { id } of [recalled, deleted]) await onMessage(tom, id).edit('edited');
    await onMessage(tom, recalled.id).recall();
    await onMessage(mei, deleted.id).deleteForEveryone();
    for (const { id } of [recalled, deleted]) {
      expectType(await onMessage(tom, id).edit('again'), 'MessageGoneError');
      expect(await versionsOf(tom, id)).toEqual([]);
    }
  });
});

test('to outsiders and to those who were removed there is no such message, whatever they try', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const group = await mei.group('Tea', [tom]);
  const { id } = await tom.send(group, 'a secret');
  const eve = await stage.world.user('Eve');
  await inGroup(mei, group).remove([tom]);
  const answers = [...(await everyOperation(eve, id)), ...(await everyOperation(tom, id))];
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  for (const answer of answers) expect(answer.__typename).toBe('NotFoundError');
  expect(await onMessage(tom, id).refused()).toBe('NOT_FOUND');
  expect((await onMessage(mei, id).see()).content).toMatchObject({ text: 'a secret' });
});

test('whoever joined later hears nothing of what becomes of earlier messages', async () => {
  const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
  const early = await mei.send(group, 'before your time');
  const live = await lin.follow().live();
  await mei.add(group, [lin]);
  const since = await freshCursor(stage, lin);
  const onTom = await tom.follow().live();
  await onMessage(mei, early.id).edit('still before your time');
  await onMessage(tom, early.id).react('👍');
  await onMessage(mei, early.id).pin();
  await onMessage(mei, early.id).deleteForEveryone();
  const late = await mei.send(group, 'welcome');
  await onMessage(mei, late.id).edit('Welcome!');
  const about = [
    'MessageEdited',
    'ReactionAdded',
    'MessagePinned',
    'MessageUnpinned',
    'MessageDeleted',
  ];
  await onTom.first('MessageEdited', ({ message }) => message.id === late.id);
  const toldTom = onTom.events.filter((event) => about.includes(event.__typename));
  expect(toldTom).toHaveLength(6);
  const replayed = await lin.follow(since).live();
  for (const following of [live, replayed]) {
    await following.first('MessageEdited', ({ message }) => message.id === late.id);
    const told = following.events.filter((event) => about.includes(event.__typename));
    expect(told.map((event) => event.__typename)).toEqual(['MessageEdited']);
    expect(JSON.stringify(following.events)).not.toContain('before your time');
    following.close();
  }
  const { events } = await lin.ask(MissedEvents, { after: since, first: 500 });
  expect(
    events.events
      .filter((event) => about.includes(event.__typename))
      .map((event) => event.__typename),
  ).toEqual(['MessageEdited']);
  onTom.close();
});

describe('at the same moment', () => {
  test('two devices edit: each text is kept, in one order', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const phone = await mei.onAnotherDevice();
    const { id } = await mei.send(chat, 'zero');
    const texts = Array.from({ length: 8 }, (_, index) => `edit ${index}`);
    const answers = await Promise.all(
      texts.map((text, index) => onMessage(index % 2 ? mei : phone, id).edit(text)),
    );
    const numbers = answers.map(
      (answer) => expectType(answer, 'EditMessagePayload').edited.version,
    );
    expect(numbers.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const { content, version } = await onMessage(mei, id).see();
    const kept = await versionsOf(mei, id);
    expect(version).toBe(9);
    expect(kept.map(([number]) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const all = [...kept.map(([, text]) => text), 'text' in content ? content.text : null];
    expect(new Set(all)).toEqual(new Set(['zero', ...texts]));
  });

  test('one edits and recalls: what is recalled stays so, and events and audit agree', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await tom.follow().live();
    for (let round = 0; round < 12; round++) {
      const { id } = await mei.send(chat, `secret ${round}`);
      const [edited, recalled] = await Promise.all([
        onMessage(mei, id).edit(`another secret ${round}`),
        onMessage(mei, id).recall(),
      ]);
      expectType(recalled, 'RecallMessagePayload');
      expect(['EditMessagePayload', 'MessageGoneError']).toContain(edited.__typename);
      const editedFirst = edited.__typename === 'EditMessagePayload';
      await following.first('MessageRecalled', ({ message }) => message.id === id);
      const told = following.events.flatMap((event) =>
        'message' in event && event.message.id === id ? [event.__typename] : [],
      );
      expect(told).toEqual([
        'MessageSent',
        ...(editedFirst ? ['MessageEdited'] : []),
        'MessageRecalled',
      ]);
      expect(await audited(id)).toEqual([
        ...(editedFirst ? ['MessageEdited'] : []),
        'MessageRecalled',
      ]);
      const seen = await onMessage(tom, id).see();
      expect(seen.content.__typename).toBe('RecalledContent');
      expect(JSON.stringify(seen)).not.toContain('secret');
      expect(await rows('SELECT text, link_url FROM message WHERE id = $1', id)).toEqual([
        { text: '', link_url: null },
      ]);
      const kept = await rows<{ text: string }>(
        'SELECT text FROM message_version WHERE message_id = $1 ORDER BY version',
        id,
      );
      expect(kept.at(-1)?.text).toBe(`${editedFirst ? 'another ' : ''}secret ${round}`);
    }
    following.close();
  });
});
