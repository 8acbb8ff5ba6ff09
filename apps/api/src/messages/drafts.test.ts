import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SaveDraft = graphql(`
  mutation SaveDraft($input: SaveDraftInput!) {
    saveDraft(input: $input) {
      __typename
      ... on SaveDraftPayload { conversation { id draft { text } } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
    }
  }
`);
const DraftOf = graphql(`
  query DraftOf($id: ID!) {
    conversation(id: $id) { draft { text updatedAt replyTo { messageId seq } } }
  }
`);
const ClearHistory = graphql(`
  mutation ClearHistory($input: ClearHistoryInput!) { clearHistory(input: $input) { __typename } }
`);

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1_000).toISOString();

async function save(
  person: Person,
  conversationId: string,
  text: string,
  updatedAt = new Date().toISOString(),
  replyToId: string | null = null,
) {
  const input = { conversationId, text, updatedAt, replyToId };
  return (await person.ask(SaveDraft, { input })).saveDraft;
}

const draftOf = async (person: Person, id: string) =>
  (await person.ask(DraftOf, { id })).conversation?.draft ?? null;

test('what is begun on one device is there on the others, and nowhere else', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const phone = await mei.onAnotherDevice();
  const [onPhone, atToms] = [await phone.follow().live(), await tom.follow().live()];
  await save(mei, chat, '  Shall we have\ntea', at(1));
  const { conversation } = await onPhone.first('DraftChanged');
  expect(conversation).toMatchObject({ id: chat, draft: { text: '  Shall we have\ntea' } });
  expect(await draftOf(phone, chat)).toEqual({
    text: '  Shall we have\ntea',
    updatedAt: at(1),
    replyTo: null,
  });
  expect(await draftOf(tom, chat)).toBeNull();
  await mei.send(chat, 'something else');
  await atToms.first('MessageSent');
  expect(atToms.of('DraftChanged')).toEqual([]);
  expect(await draftOf(mei, chat)).toMatchObject({ text: '  Shall we have\ntea' });
  onPhone.close();
  atToms.close();
});

describe('the latest wins', () => {
  test('however late the others arrive', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    await save(mei, chat, 'second', at(2));
    const late = expectType(await save(mei, chat, 'first', at(1)), 'SaveDraftPayload');
    expect(late.conversation.draft?.text).toBe('second');
    await save(mei, chat, 'third', at(3));
    expect(await draftOf(mei, chat)).toMatchObject({ text: 'third', updatedAt: at(3) });
  });

  test('a removed draft does not come back with what is older', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    await save(mei, chat, 'begun', at(1));
    const removed = expectType(await save(mei, chat, ' \n', at(3)), 'SaveDraftPayload');
    expect(removed.conversation.draft).toBeNull();
    await save(mei, chat, 'late', at(2));
    expect(await draftOf(mei, chat)).toBeNull();
    await save(mei, chat, 'anew', at(4));
    expect(await draftOf(mei, chat)).toMatchObject({ text: 'anew' });
  });

  test('of many at once, and each device is told of what stands', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await mei.follow().live();
    const seconds = Array.from({ length: 20 }, (_, index) => ((index * 7) % 20) + 1);
    await Promise.all(seconds.map((second) => save(mei, chat, `draft ${second}`, at(second))));
    expect(await draftOf(mei, chat)).toMatchObject({ text: 'draft 20' });
    await following.first(
      'DraftChanged',
      ({ conversation }) => conversation?.draft?.text === 'draft 20',
    );
    following.close();
  });

  test('the same once more tells nobody', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await mei.follow().live();
    await save(mei, chat, 'one', at(1));
    await save(mei, chat, 'another at the same time', at(1));
    await save(mei, chat, 'two', at(2));
    await following.until(() => following.of('DraftChanged').length >= 2);
    await mei.send(chat, 'the end');
    await following.first('MessageSent');
    expect(following.of('DraftChanged').map(({ seq }) => seq).length).toBe(2);
    following.close();
  });
});

describe('what it answers', () => {
  test('is kept with it, and shown for as long as it can be seen', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const { id, seq } = await tom.send(chat, 'tea or coffee?');
    await save(mei, chat, 'tea', at(1), id);
    expect(await draftOf(mei, chat)).toMatchObject({ replyTo: { messageId: id, seq } });
    await mei.ask(ClearHistory, { input: { conversationId: chat } });
    expect(await draftOf(mei, chat)).toMatchObject({ text: 'tea', replyTo: null });
  });

  test('is a message of this conversation that the writer can see', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await tom.befriend(lin);
    const elsewhere = await tom.send(await tom.open(lin), 'not for Mei');
    const own = await mei.group('Tea', [tom]);
    const inGroup = await mei.send(own, 'another conversation');
    for (const { id } of [elsewhere, inGroup])
      expectType(await save(mei, chat, 'tea', at(1), id), 'NotFoundError');
    expect(await draftOf(mei, chat)).toBeNull();
  });
});

describe('refusals', () => {
  test('20,000 characters are a draft, one more is not', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    expectType(await save(mei, chat, '🍵'.repeat(20_000), at(1)), 'SaveDraftPayload');
    const refused = await save(mei, chat, '茶'.repeat(20_001), at(2));
    expect(expectType(refused, 'InvalidFieldError').field).toBe('text');
  });

  test('a clock may be ahead by a minute, not by more', async () => {
    const { one: mei, chat } = await stage.world.friends('Mei', 'Tom');
    const ahead = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString();
    expectType(await save(mei, chat, 'soon', ahead(30_000)), 'SaveDraftPayload');
    const refused = await save(mei, chat, 'never', ahead(120_000));
    expect(expectType(refused, 'InvalidFieldError').field).toBe('updatedAt');
  });

  test('an outsider, and somebody who has left, find no such conversation', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const group = await mei.group('Tea', [tom], { visibility: 'PUBLIC' });
    await save(tom, group, 'before he left', at(1));
    await inGroup(tom, group).leave();
    for (const person of [eve, tom])
      expectType(await save(person, group, randomUUID(), at(2)), 'NotFoundError');
    await mei.add(group, [tom]);
    expect(await draftOf(tom, group)).toMatchObject({ text: 'before he left' });
  });
});
