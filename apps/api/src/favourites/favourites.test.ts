import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graphql, type VariablesOf } from '../testing/graphql.ts';
import { inGroup } from '../testing/groups.ts';
import { addFavourites, bundled, removeFavourite, saved, sendCard } from '../testing/keeping.ts';
import { onMessage } from '../testing/messages.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import { expectType, type Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const ForwardFavourite = graphql(`
  mutation ForwardFavourite($input: ForwardFavouriteInput!) {
    forwardFavourite(input: $input) {
      __typename
      ... on ForwardFavouritePayload {
        sent {
          id
          clientId
          forwarded
          content {
            __typename
            ... on TextContent { text }
            ... on BundleContent { bundle { id } }
          }
        }
      }
      ... on Error { message rule }
    }
  }
`);
const Favourites = graphql(`
  query Favourites($query: String, $kinds: [FavouriteKind!], $first: Int, $after: String) {
    viewer {
      favourites(query: $query, kinds: $kinds, first: $first, after: $after) {
        pageInfo { hasNextPage endCursor }
        edges {
          node {
            id
            senderName
            sender { id }
            conversationName
            sentAt
            source { id }
            content {
              __typename
              ... on TextContent { text }
              ... on MarkdownContent { markdown }
              ... on BundleContent { bundle { id } }
            }
          }
        }
      }
    }
  }
`);
const OfMessage = graphql(`
  query OfMessage($id: ID!) {
    node(id: $id) { __typename ... on Message { viewerFavourite { id } } }
  }
`);
const NodeOf = graphql(`query NodeOf($id: ID!) { node(id: $id) { __typename } }`);
const Say = graphql(`
  mutation Say($input: SendMessageInput!) {
    sendMessage(input: $input) { __typename ... on SendMessagePayload { sent { id } } }
  }
`);
const Summary = graphql(`
  query Summary($id: ID!) {
    conversation(id: $id) { lastSeq messages(first: 1) { edges { node { id } } } }
  }
`);

async function list(person: Person, asked: VariablesOf<typeof Favourites> = {}) {
  const { viewer } = await person.ask(Favourites, asked);
  const { edges, pageInfo } = viewer.favourites;
  return { nodes: edges.map(({ node }) => node), pageInfo };
}

type Node = Awaited<ReturnType<typeof list>>['nodes'][number];
const wordsOf = ({ content }: Node) =>
  content.__typename === 'TextContent' ? content.text : content.__typename;
const words = async (person: Person, asked: VariablesOf<typeof Favourites> = {}) =>
  (await list(person, asked)).nodes.map(wordsOf);

async function say(person: Person, input: Omit<VariablesOf<typeof Say>['input'], 'clientId'>) {
  const { sendMessage } = await person.ask(Say, { input: { ...input, clientId: randomUUID() } });
  return expectType(sendMessage, 'SendMessagePayload').sent.id;
}

async function code(person: Person, id: string) {
  const { errors } = await person.attempt(NodeOf, { id });
  return errors?.[0]?.extensions?.code ?? 'seen';
}

describe('saving', () => {
  test('keeps a copy with where it is from, newest first, and tells the other devices', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await mei.onAnotherDevice();
    const [onPhone, atToms] = [await phone.follow().live(), await tom.follow().live()];
    const group = await mei.group('Tea', [tom]);
    const one = await tom.send(group, 'one');
    const two = await tom.send(group, 'two');
    const [first, second] = await saved(mei, two.id, one.id);
    expect([first?.source?.id, second?.source?.id]).toEqual([one.id, two.id]);
    const { nodes } = await list(phone);
    expect(nodes.map(wordsOf)).toEqual(['two', 'one']);
    expect(nodes[0]).toMatchObject({
      id: second?.id,
      senderName: 'Tom',
      sender: { id: tom.id },
      conversationName: 'Tea',
      sentAt: two.sentAt,
      source: { id: two.id },
    });
    await onPhone.until(() => onPhone.of('FavouriteAdded').length === 2);
    expect(onPhone.of('FavouriteAdded').map(({ favourite }) => favourite?.id)).toEqual([
      first?.id,
      second?.id,
    ]);
    const { node } = await mei.ask(OfMessage, { id: one.id });
    expect(node).toMatchObject({ viewerFavourite: { id: first?.id } });
    const toms = await tom.ask(OfMessage, { id: one.id });
    expect(toms.node).toMatchObject({ viewerFavourite: null });
    await tom.send(group, 'the end');
    await atToms.until(() => atToms.texts(group).includes('the end'));
    expect(atToms.of('FavouriteAdded')).toEqual([]);
    onPhone.close();
    atToms.close();
  });

  test('the same again, also at the same time, keeps one', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const following = await mei.follow().live();
    const { id } = await tom.send(chat, 'once');
    const answers = await Promise.all(Array.from({ length: 5 }, () => saved(mei, id)));
    expect(new Set(answers.flat().map((favourite) => favourite.id)).size).toBe(1);
    expect(await saved(mei, id, id)).toEqual(answers[0]);
    expect(await words(mei)).toEqual(['once']);
    await tom.send(chat, 'the end');
    await following.until(() => following.texts(chat).includes('the end'));
    expect(following.of('FavouriteAdded')).toHaveLength(1);
    following.close();
  });

  test('the copy stays when the original is edited, recalled, or its group left', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await tom.group('Tea', [mei]);
    const [edited, recalled] = [await tom.send(chat, 'as it was'), await tom.send(chat, 'a slip')];
    const there = await tom.send(group, 'in the group');
    await saved(mei, edited.id, recalled.id, there.id);
    expectType(await onMessage(tom, edited.id).edit('as it is'), 'EditMessagePayload');
    expectType(await onMessage(tom, recalled.id).recall(), 'RecallMessagePayload');
    await inGroup(mei, group).leave();
    const { nodes } = await list(mei);
    expect(nodes.map(wordsOf)).toEqual(['in the group', 'a slip', 'as it was']);
    expect(nodes.map(({ source }) => source?.id)).toEqual([undefined, recalled.id, edited.id]);
  });

  test('a chat history stays open to whoever saved it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await tom.group('Tea', [mei]);
    const { id } = await tom.send(chat, 'between us');
    const inner = await bundled(tom, chat, [id]);
    const outer = await bundled(tom, group, [inner.id]);
    await saved(mei, outer.id);
    await onMessage(tom, inner.id).recall();
    await inGroup(mei, group).leave();
    for (const { bundle: kept } of [outer, inner]) expect(await code(mei, kept.id)).toBe('seen');
    const [favourite] = (await list(mei)).nodes;
    expect(favourite?.content).toMatchObject({ bundle: { id: outer.bundle.id } });
    await removeFavourite(mei, favourite!.id);
    for (const { bundle: lost } of [outer, inner])
      expect(await code(mei, lost.id)).toBe('NOT_FOUND');
  });
});

describe('refused', () => {
  test('what one cannot see', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const good = await mei.send(await mei.group('Tea', [tom]), 'good');
    const { id } = await mei.send(chat, 'a secret');
    expectType(await addFavourites(eve, [id]), 'NotFoundError');
    const group = await mei.group('More tea', [tom]);
    const left = await mei.send(group, 'before he left');
    await inGroup(tom, group).leave();
    expectType(await addFavourites(tom, [good.id, left.id]), 'NotFoundError');
    expect(await words(tom)).toEqual([]);
  });

  test('what its sender, or the group, does not want to be kept; notices; what is gone; too many', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const text = 'between us';
    const own = await say(tom, { conversationId: chat, text, forwardingForbidden: true });
    const group = await tom.group('Tea', [mei]);
    const there = await say(tom, { conversationId: group, text: 'in the group' });
    await inGroup(tom, group).update({ forwardingForbidden: true });
    for (const id of [own, there])
      expect(expectType(await addFavourites(mei, [id]), 'ForwardingForbiddenError').messageId).toBe(
        id,
      );
    const open = await tom.group('Open', [mei]);
    const { conversation } = await mei.ask(Summary, { id: open });
    const notice = conversation?.messages.edges[0]?.node.id ?? '';
    const recalled = await tom.send(chat, 'a slip');
    await onMessage(tom, recalled.id).recall();
    const many = Array.from({ length: 101 }, () =>
      Buffer.from(`Message:${randomUUID()}`).toString('base64'),
    );
    for (const ids of [[notice], [recalled.id], [], many])
      expect(expectType(await addFavourites(mei, ids), 'InvalidFieldError').field).toBe(
        'messageIds',
      );
    expect(await words(mei)).toEqual([]);
  });
});

describe('finding', () => {
  test('by words in any case, taken at their word, in the text and in the names', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const group = await mei.group('铁观音 lovers', [tom]);
    const texts = ['Oolong, 100% whole leaf', '今天喝铁观音', 'snake_case', 'a\\b'];
    const ids: string[] = [];
    for (const text of texts) ids.push((await tom.send(chat, text)).id);
    ids.push((await mei.send(group, 'hello')).id);
    await saved(mei, ...ids);
    expect(await words(mei, { query: ' oolong ' })).toEqual(['Oolong, 100% whole leaf']);
    expect(await words(mei, { query: '铁观音' })).toEqual(['hello', '今天喝铁观音']);
    expect(await words(mei, { query: '观' })).toEqual(['hello', '今天喝铁观音']);
    expect(await words(mei, { query: 'tom' })).toHaveLength(4);
    for (const [query, text] of [
      ['%', 'Oolong, 100% whole leaf'],
      ['_', 'snake_case'],
      ['\\', 'a\\b'],
    ] as const)
      expect(await words(mei, { query })).toEqual([text]);
    expect(await words(mei, { query: ' \0' })).toHaveLength(5);
    expect(await words(tom, { query: '铁观音' })).toEqual([]);
  });

  test('by kind', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const plain = await say(tom, { conversationId: chat, text: 'tea' });
    const link = await say(tom, { conversationId: chat, text: 'HTTPS://tea.example.org' });
    const formatted = await say(tom, {
      conversationId: chat,
      text: '- oolong',
      format: 'MARKDOWN',
    });
    const card = await sendCard(mei, chat, tom);
    const history = await bundled(mei, chat, [plain]);
    await saved(mei, plain, link, formatted, card, history.id);
    const of = (...kinds: NonNullable<VariablesOf<typeof Favourites>['kinds']>) =>
      words(mei, { kinds });
    expect(await of('TEXT')).toEqual(['MarkdownContent', 'HTTPS://tea.example.org', 'tea']);
    expect(await of('LINK')).toEqual(['HTTPS://tea.example.org']);
    expect(await of('CARD')).toEqual(['ContactCardContent']);
    expect(await of('BUNDLE', 'CARD')).toEqual(['BundleContent', 'ContactCardContent']);
    expect(await of()).toHaveLength(5);
    expect(await words(mei, { kinds: ['TEXT'], query: 'TEA' })).toHaveLength(2);
  });

  test('page by page, without overlap', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const ids: string[] = [];
    for (let index = 1; index <= 25; index++) ids.push((await tom.send(chat, `n${index}`)).id);
    await saved(mei, ...ids);
    const first = await list(mei);
    expect(first.nodes).toHaveLength(20);
    const rest = await list(mei, { after: first.pageInfo.endCursor });
    expect(rest.pageInfo.hasNextPage).toBe(false);
    expect([...first.nodes, ...rest.nodes].map(wordsOf)).toEqual(
      Array.from({ length: 25 }, (_, index) => `n${25 - index}`),
    );
  });
});

test('removing takes it from every device, once, and from nobody else', async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const phone = await mei.onAnotherDevice();
  const onPhone = await phone.follow().live();
  const [favourite] = await saved(mei, (await tom.send(chat, 'once')).id);
  const favouriteId = favourite!.id;
  expect(await code(tom, favourite!.id)).toBe('NOT_FOUND');
  expectType(await removeFavourite(tom, favouriteId), 'NotFoundError');
  expect(await code(mei, favourite!.id)).toBe('seen');
  const removed = expectType(await removeFavourite(mei, favouriteId), 'RemoveFavouritePayload');
  expect(removed).toMatchObject({ favouriteId });
  expect((await onPhone.first('FavouriteRemoved')).favouriteId).toBe(favourite!.id);
  expectType(await removeFavourite(mei, favouriteId), 'NotFoundError');
  expect(await words(phone)).toEqual([]);
  onPhone.close();
});

describe('sending on', () => {
  test('says it anew, once for each client id, whatever has become of it', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const lin = await stage.world.user('Lin');
    await mei.befriend(lin);
    const conversationId = await mei.open(lin);
    const [favourite] = await saved(mei, (await tom.send(chat, 'worth it')).id);
    const input = { clientId: randomUUID(), conversationId, favouriteId: favourite!.id };
    const send = async () =>
      expectType(
        (await mei.ask(ForwardFavourite, { input })).forwardFavourite,
        'ForwardFavouritePayload',
      ).sent;
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers[0]).toMatchObject({
      clientId: input.clientId,
      forwarded: true,
      content: { text: 'worth it' },
    });
    await removeFavourite(mei, favourite!.id);
    for (const answer of [...answers, await send()]) expect(answer).toEqual(answers[0]);
    const again = { ...input, clientId: randomUUID() };
    const gone = await mei.ask(ForwardFavourite, { input: again });
    expectType(gone.forwardFavourite, 'NotFoundError');
    expect((await lin.ask(Summary, { id: conversationId })).conversation?.lastSeq).toBe(1);
  });

  test('is refused where one may not speak, and for what is another’s', async () => {
    const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
    const eve = await stage.world.user('Eve');
    const [favourite] = await saved(mei, (await tom.send(chat, 'worth it')).id);
    const input = { clientId: randomUUID(), conversationId: chat, favouriteId: favourite!.id };
    for (const person of [eve, tom]) {
      const { forwardFavourite } = await person.ask(ForwardFavourite, { input });
      expectType(forwardFavourite, 'NotFoundError');
    }
    await mei.send(chat, 'an ordinary message', input.clientId);
    const { forwardFavourite } = await mei.ask(ForwardFavourite, { input });
    expectType(forwardFavourite, 'ClientIdReusedError');
  });
});
