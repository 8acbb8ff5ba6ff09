import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../testing/client.ts';
import type { Following } from '../testing/follow.ts';
import { graphql } from '../testing/graphql.ts';
import { idsOf } from '../testing/groups.ts';
import { uuidOf } from '../testing/ids.ts';
import { dissolve, leave, remove, setRole } from '../testing/joining.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
/** A server for which a group of three is a large one. */
let large: Stage;
beforeAll(async () => {
  stage = await startStage();
  large = await startStage({ RECEIPT_BROADCAST_MEMBERS: '2' });
});
afterAll(async () => {
  await stage.close();
  await large.close();
});

const AnnouncementFields = graphql(`
  fragment AnnouncementFields on Announcement {
    id
    text
    publishedAt
    readCount
    viewerHasRead
    author { id }
    conversation { id }
  }
`);
const Publish = graphql(
  `mutation Publish($input: PublishAnnouncementInput!) {
    publishAnnouncement(input: $input) {
      __typename
      ... on PublishAnnouncementPayload { announcement { ...AnnouncementFields } }
      ... on RoleRequiredError { roles }
      ... on InvalidFieldError { field }
      ... on Error { message rule }
    }
  }`,
  [AnnouncementFields],
);
const TakeDown = graphql(
  `mutation TakeDown($input: RemoveAnnouncementInput!) {
    removeAnnouncement(input: $input) {
      __typename
      ... on RemoveAnnouncementPayload {
        announcementId
        conversation { id latestAnnouncement { ...AnnouncementFields } }
      }
      ... on RoleRequiredError { roles }
      ... on Error { message rule }
    }
  }`,
  [AnnouncementFields],
);
const Read = graphql(
  `mutation Read($input: MarkAnnouncementReadInput!) {
    markAnnouncementRead(input: $input) {
      __typename
      ... on MarkAnnouncementReadPayload { announcement { ...AnnouncementFields } }
      ... on Error { message rule }
    }
  }`,
  [AnnouncementFields],
);
const Board = graphql(
  `query Board($id: ID!) {
    conversation(id: $id) {
      lastSeq
      latestAnnouncement { id }
      announcements { edges { node { ...AnnouncementFields } } }
      messages(last: 1) { edges { node { seq sender { id } content {
        __typename ... on AnnouncementNotice { announcement { id text } }
      } } } }
    }
  }`,
  [AnnouncementFields],
);
const Readers = graphql(`
  query Readers($id: ID!, $read: Boolean!, $first: Int, $after: String) {
    node(id: $id) {
      ... on Announcement {
        readers(read: $read, first: $first, after: $after) {
          pageInfo { hasNextPage endCursor }
          edges { node { user { id } } }
        }
      }
    }
  }
`);

const publish = async (
  person: Person,
  conversationId: string,
  text: string,
  clientId: string = randomUUID(),
) => (await person.ask(Publish, { input: { conversationId, text, clientId } })).publishAnnouncement;

const takeDown = async (person: Person, announcementId: string) =>
  (await person.ask(TakeDown, { input: { announcementId } })).removeAnnouncement;

const read = async (person: Person, announcementId: string) =>
  (await person.ask(Read, { input: { announcementId } })).markAnnouncementRead;

async function published(person: Person, conversationId: string, text = 'We close at nine.') {
  const answer = await publish(person, conversationId, text);
  return expectType(answer, 'PublishAnnouncementPayload').announcement;
}

async function board(person: Person, id: string) {
  const { conversation } = await person.ask(Board, { id });
  if (!conversation) throw new Error('There is no such group');
  return conversation;
}

async function readers(person: Person, id: string, hasRead: boolean, first: number | null = null) {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { node }: { node: unknown } = await person.ask(Readers, {
      id,
      read: hasRead,
      first,
      after,
    });
    const { readers: page } = node as {
      readers: {
        pageInfo: { hasNextPage: boolean; endCursor: string | null };
        edges: { node: { user: { id: string } } }[];
      };
    };
    seen.push(...page.edges.map((edge) => edge.node.user.id));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  return seen;
}

const refusalOf = async (person: Person, id: string) =>
  (await person.attempt(Readers, { id, read: true, first: null, after: null })).errors?.[0]
    ?.extensions?.code;

/** Mei's group with Tom and Lin. */
async function teahouse(on: Stage = stage) {
  const { one: mei, other: tom } = await on.world.friends('Mei', 'Tom');
  const lin = await on.world.user('Lin');
  await mei.befriend(lin);
  return { mei, tom, lin, id: await mei.group('Tea', [tom, lin], { visibility: 'PUBLIC' }) };
}

describe('an announcement', () => {
  test('reaches every member on every device, leaves a notice and mentions everyone', async () => {
    const { mei, tom, id } = await teahouse();
    const streams: Following[] = [];
    for (const device of [mei, tom, await tom.onAnotherDevice()])
      streams.push(await device.follow().live());
    const announcement = await published(mei, id, ' \r\n周五 9 点关门 🍵\r\nWe close at nine.\0 ');
    expect(announcement).toMatchObject({
      text: '周五 9 点关门 🍵\nWe close at nine.',
      readCount: 1,
      viewerHasRead: true,
      author: { id: mei.id },
      conversation: { id },
    });
    for (const stream of streams) {
      const event = await stream.first('AnnouncementPublished');
      expect(event.announcement).toMatchObject({ id: announcement.id, text: announcement.text });
      const { message } = await stream.first('MessageSent');
      expect(message.content.__typename).toBe('AnnouncementNotice');
      stream.close();
    }
    const { latestAnnouncement, announcements, messages, lastSeq } = await board(tom, id);
    expect(latestAnnouncement).toEqual({ id: announcement.id });
    expect(announcements.edges.map(({ node }) => [node.id, node.viewerHasRead])).toEqual([
      [announcement.id, false],
    ]);
    expect(messages.edges[0]?.node).toEqual({
      seq: lastSeq,
      sender: { id: mei.id },
      content: {
        __typename: 'AnnouncementNotice',
        announcement: { id: announcement.id, text: announcement.text },
      },
    });
    const { rows } = await stage.backend.pool.query(
      'SELECT account_id, start, length, seq FROM message_mention WHERE conversation_id = $1',
      [uuidOf(id)],
    );
    expect(rows).toEqual([{ account_id: null, start: 0, length: 0, seq: lastSeq }]);
  });

  test('has 1 to 2,000 characters', async () => {
    const { mei, id } = await teahouse();
    for (const text of ['', ' \r\n ', '\0', '茶'.repeat(2001)]) {
      const refused = expectType(await publish(mei, id, text), 'InvalidFieldError');
      expect(refused).toMatchObject({ field: 'text', rule: 'INVALID_FIELD' });
    }
    for (const text of ['茶', '🍵'.repeat(2000)])
      expect((await published(mei, id, ` ${text}`)).text).toBe(text);
    expect((await board(mei, id)).announcements.edges).toHaveLength(2);
  });

  test('announced twice with one client id is announced once, and nothing else with it', async () => {
    const { mei, id } = await teahouse();
    const clientId = randomUUID();
    const answers = await Promise.all([1, 2, 3].map(() => publish(mei, id, 'Closed', clientId)));
    const ids = answers.map(
      (answer) => expectType(answer, 'PublishAnnouncementPayload').announcement.id,
    );
    expect(new Set(ids).size).toBe(1);
    expect((await board(mei, id)).announcements.edges).toHaveLength(1);
    const other = expectType(await publish(mei, id, 'Open', clientId), 'InvalidFieldError');
    expect(other.field).toBe('clientId');
    const { id: elsewhere } = await teahouse();
    expectType(await publish(mei, elsewhere, 'Closed', clientId), 'NotFoundError');
    await takeDown(mei, ids[0] ?? '');
    expectType(await publish(mei, id, 'Closed', clientId), 'InvalidFieldError');
  });

  test('is published by the owner and administrators; members are told who may, outsiders find nothing', async () => {
    const { mei, tom, lin, id } = await teahouse();
    expect(expectType(await publish(tom, id, 'x'), 'RoleRequiredError')).toMatchObject({
      rule: 'ROLE_REQUIRED',
      roles: ['OWNER', 'ADMINISTRATOR'],
    });
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    await published(tom, id);
    await remove(mei, id, [lin]);
    for (const person of [lin, await stage.world.user('Eve')])
      expectType(await publish(person, id, 'x'), 'NotFoundError');
    for (const bad of [await mei.open(tom), mei.id, 'nonsense', '', '\0'])
      expectType(await publish(mei, bad, 'x'), 'NotFoundError');
    const input = { conversationId: id, text: 'x', clientId: randomUUID() };
    const { errors } = await ask(stage.url, null, Publish, { input });
    expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  });

  test('stands for those who come later, and is nothing to outsiders and those who have gone', async () => {
    const { mei, tom, lin, id } = await teahouse();
    const [first, second] = [await published(mei, id, 'one'), await published(mei, id, 'two')];
    const ann = await stage.world.user('Ann');
    await mei.befriend(ann);
    await mei.add(id, [ann]);
    const { announcements, latestAnnouncement } = await board(ann, id);
    expect(announcements.edges.map(({ node }) => node.text)).toEqual(['two', 'one']);
    expect(latestAnnouncement?.id).toBe(second.id);
    await leave(tom, id);
    await remove(mei, id, [lin]);
    for (const person of [tom, lin, await stage.world.user('Eve')]) {
      expect(await refusalOf(person, first.id)).toBe('NOT_FOUND');
      expectType(await read(person, first.id), 'NotFoundError');
      expectType(await takeDown(person, first.id), 'NotFoundError');
    }
    for (const bad of [id, 'nonsense', '', '\0']) {
      expectType(await read(mei, bad), 'NotFoundError');
      expectType(await takeDown(mei, bad), 'NotFoundError');
    }
    await dissolve(mei, id);
    for (const person of [mei, ann]) {
      expect(await refusalOf(person, first.id)).toBe('NOT_FOUND');
      expectType(await read(person, first.id), 'NotFoundError');
    }
  });

  test('is taken down by the owner or any administrator, once, and vanishes for everyone', async () => {
    const { mei, tom, lin, id } = await teahouse();
    const [first, second] = [await published(mei, id, 'one'), await published(mei, id, 'two')];
    expect(expectType(await takeDown(lin, second.id), 'RoleRequiredError').roles).toEqual([
      'OWNER',
      'ADMINISTRATOR',
    ]);
    await setRole(mei, id, tom, 'ADMINISTRATOR');
    const streams = [await mei.follow().live(), await lin.follow().live()];
    const phone = await (await lin.onAnotherDevice()).follow().live();
    const answers = await Promise.all([takeDown(tom, second.id), takeDown(mei, second.id)]);
    expect(answers.map((answer) => answer.__typename).sort()).toEqual([
      'NotFoundError',
      'RemoveAnnouncementPayload',
    ]);
    const down = answers.find((answer) => answer.__typename === 'RemoveAnnouncementPayload')!;
    expect(expectType(down, 'RemoveAnnouncementPayload')).toMatchObject({
      announcementId: second.id,
      conversation: { id, latestAnnouncement: { id: first.id } },
    });
    for (const stream of [...streams, phone]) {
      const event = await stream.first('AnnouncementRemoved');
      expect(event.announcementId).toBe(second.id);
      expect(event.conversation).toEqual({ id, latestAnnouncement: { id: first.id } });
      stream.close();
    }
    const { announcements } = await board(lin, id);
    expect(announcements.edges.map(({ node }) => node.id)).toEqual([first.id]);
    expect(await refusalOf(mei, second.id)).toBe('NOT_FOUND');
    expectType(await read(lin, second.id), 'NotFoundError');
    const { rows } = await stage.backend.pool.query(
      'SELECT action, actor_id FROM audit_entry WHERE subject_id = $1 ORDER BY id',
      [uuidOf(second.id)],
    );
    expect(rows.map((row) => row.action)).toEqual(['AnnouncementPublished', 'AnnouncementRemoved']);
    expect(rows[0].actor_id).toBe(uuidOf(mei.id));
  });

  test('that is down leaves its notice empty', async () => {
    const { mei, lin, id } = await teahouse();
    const announcement = await published(mei, id);
    expectType(await takeDown(mei, announcement.id), 'RemoveAnnouncementPayload');
    expect((await board(lin, id)).messages.edges[0]?.node.content).toEqual({
      __typename: 'AnnouncementNotice',
      announcement: null,
    });
  });
});

describe('reading an announcement', () => {
  test('counts once, and is seen by everyone on every device', async () => {
    const { mei, tom, lin, id } = await teahouse();
    const announcement = await published(mei, id);
    const streams = [
      await tom.follow().live(),
      await (await tom.onAnotherDevice()).follow().live(),
      await mei.follow().live(),
      await lin.follow().live(),
    ];
    const answers = await Promise.all([1, 2, 3].map(() => read(tom, announcement.id)));
    for (const answer of answers)
      expect(expectType(answer, 'MarkAnnouncementReadPayload').announcement).toMatchObject({
        viewerHasRead: true,
        readCount: 2,
      });
    expectType(await read(mei, announcement.id), 'MarkAnnouncementReadPayload');
    await mei.send(id, 'afterwards');
    for (const stream of streams) {
      await stream.first('MessageSent');
      expect(stream.of('AnnouncementRead')).toMatchObject([
        { announcement: { id: announcement.id, readCount: 2 }, user: { id: tom.id } },
      ]);
    }
    for (const stream of streams.slice(0, 2))
      expect(stream.of('AnnouncementMarkedRead').map((event) => event.announcement)).toEqual([
        { id: announcement.id, viewerHasRead: true },
      ]);
    for (const stream of streams.slice(2)) expect(stream.of('AnnouncementMarkedRead')).toEqual([]);
    for (const stream of streams) stream.close();
    expect(await readers(lin, announcement.id, true)).toEqual(idsOf([mei, tom]));
    expect(await readers(lin, announcement.id, false)).toEqual([lin.id]);
  });

  test('in a large group is told to the reader’s own devices alone', async () => {
    const { mei, tom, id } = await teahouse(large);
    const announcement = await published(mei, id);
    const streams = [
      await tom.follow().live(),
      await (await tom.onAnotherDevice()).follow().live(),
    ];
    const owner = await mei.follow().live();
    expectType(await read(tom, announcement.id), 'MarkAnnouncementReadPayload');
    await mei.send(id, 'afterwards');
    for (const stream of [...streams, owner]) {
      await stream.first('MessageSent');
      expect(stream.of('AnnouncementRead')).toEqual([]);
    }
    for (const stream of streams) expect(stream.of('AnnouncementMarkedRead')).toHaveLength(1);
    expect(owner.of('AnnouncementMarkedRead')).toEqual([]);
    expect((await board(mei, id)).announcements.edges[0]?.node.readCount).toBe(2);
    for (const stream of [...streams, owner]) stream.close();
  });

  test('is counted over those who are members now', async () => {
    const { mei, tom, lin, id } = await teahouse();
    const announcement = await published(mei, id);
    for (const person of [tom, lin]) await read(person, announcement.id);
    await leave(tom, id);
    expect((await board(mei, id)).announcements.edges[0]?.node.readCount).toBe(2);
    expect(await readers(mei, announcement.id, true)).toEqual(idsOf([mei, lin]));
    await mei.add(id, [tom]);
    expect((await board(mei, id)).announcements.edges[0]?.node.readCount).toBe(3);
    expect(await readers(mei, announcement.id, false)).toEqual([]);
  });

  test('is listed in pages, each member once, on one side or the other', async () => {
    const { mei, tom, lin, id } = await teahouse();
    const announcement = await published(mei, id);
    const others: Person[] = [];
    for (let index = 0; index < 5; index++) others.push(await stage.world.user('Ann'));
    for (const person of others) await mei.befriend(person);
    await mei.add(id, others);
    for (const person of [others[0]!, others[2]!, others[4]!]) await read(person, announcement.id);
    const have = await readers(tom, announcement.id, true, 2);
    const haveNot = await readers(tom, announcement.id, false, 2);
    expect(have).toHaveLength(4);
    expect([...have].sort()).toEqual(idsOf([mei, others[0]!, others[2]!, others[4]!]).sort());
    expect([...haveNot].sort()).toEqual(idsOf([tom, lin, others[1]!, others[3]!]).sort());
  });
});
