import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql, type ResultOf } from '../testing/graphql.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { holds, readQuery, type Term } from './tokens.ts';

/**
 * A corpus of everything that people mix in messages, generated anew each time: what search finds in it is what reading
 * every message finds, no more and no less. A failure prints the seed to repeat it with.
 */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Find = graphql(`
  query Find($query: String!, $conversationId: ID, $after: String) {
    searchMessages(query: $query, conversationId: $conversationId, first: 40, after: $after) {
      edges { node { message { id } excerpt { text highlighted } } }
      pageInfo { hasNextPage endCursor }
    }
  }
`);
const Read = graphql(`
  query ReadAll($id: ID!, $before: String) {
    conversation(id: $id) {
      messages(last: 100, before: $before) {
        edges { node { id sentAt seq content { __typename ... on TextContent { text } } } }
        pageInfo { hasPreviousPage startCursor }
      }
    }
  }
`);

const piece = fc.oneof(
  fc.constantFrom(
    ...'今天 天气 茶 茶馆 喝茶 我们 明天 上午 一下 天 龙井 茶 的 了'.split(' '),
    ...'hello help tea teahouse the in of meeting Café naïve API v2 ok'.split(' '),
    ...'お茶 カフェ ｶﾌｪ ありがとう 電車 が か'.split(' '),
    ...'안녕하세요 카페에서 ㅋㅋㅋ 오늘 차'.split(' '),
    ...'🍵 👍 👍🏽 👨‍👩‍👧 ❤️ 🇨🇳 😂😂'.split(' '),
    ...'https://example.com/tea?id=42 foo_bar() user.name `x=1` C++ a-b'.split(' '),
    ...'2026 3.14 138-0013-8000 １２３ 50% Ⅳ'.split(' '),
  ),
  fc.string({ unit: fc.constantFrom(...'茶天今我的abtehl12 が한🍵'), minLength: 1, maxLength: 4 }),
);
const joint = fc.constantFrom('', '', '', ' ', ' ', '，', '。', '\n', ', ', '-', '　', '...');
const message = fc
  .array(fc.tuple(piece, joint), { minLength: 1, maxLength: 8 })
  .map((pieces) => pieces.flat().join('').slice(0, 400))
  .filter((text) => text.trim() !== '');

/** Queries of which many find something: what stands in messages, whole or in part, quoted or not. */
const query = fc.oneof(
  piece,
  fc.tuple(piece, piece).map((both) => both.join(' ')),
  fc.tuple(piece, joint, piece).map(([one, between, other]) => `"${one}${between}${other}"`),
  fc
    .tuple(message, fc.nat(30), fc.integer({ min: 1, max: 7 }))
    .map(([text, from, length]) => [...text].slice(from, from + length).join('')),
  fc
    .tuple(message, fc.nat(10))
    .map(([text, from]) => `"${[...text].slice(from, from + 6).join('')}"`),
);

/** What is asked for; null where it is nothing. */
function termsOf(asked: string): Term[] | null {
  try {
    return readQuery(asked);
  } catch {
    return null;
  }
}

async function findAll(person: Person, asked: string, conversationId: string | null) {
  const hits: ResultOf<typeof Find>['searchMessages']['edges'][number]['node'][] = [];
  let after: string | null = null;
  do {
    const { searchMessages }: ResultOf<typeof Find> = await person.ask(Find, {
      query: asked,
      conversationId,
      after,
    });
    hits.push(...searchMessages.edges.map(({ node }) => node));
    after = searchMessages.pageInfo.hasNextPage ? searchMessages.pageInfo.endCursor : null;
  } while (after);
  return hits;
}

/** Every text that somebody can read in a conversation. */
async function readAll(person: Person, id: string) {
  const texts: { id: string; text: string; conversationId: string; order: string }[] = [];
  let before: string | null = null;
  do {
    const page: ResultOf<typeof Read> = await person.ask(Read, { id, before });
    const { edges, pageInfo } = page.conversation!.messages;
    for (const { node } of edges)
      if (node.content.__typename === 'TextContent')
        texts.push({
          id: node.id,
          text: node.content.text,
          conversationId: id,
          order: `${node.sentAt} ${Buffer.from(id, 'base64')} ${String(node.seq).padStart(9, '0')}`,
        });
    before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
  } while (before);
  return texts;
}

test('finds exactly what reading every message finds, in the same order', {
  timeout: 180_000,
}, async () => {
  const { one: mei, other: tom, chat } = await stage.world.friends('Mei', 'Tom');
  const lin = await stage.world.user('Lin');
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom]);
  const corpus = fc.array(message, { minLength: 300, maxLength: 300 });
  const queries = fc.array(query, { minLength: 120, maxLength: 120 });
  let found = 0;
  await fc.assert(
    fc.asyncProperty(corpus, queries, async (texts, asked) => {
      for (const [place, text] of texts.entries()) {
        if (place === 200) await mei.add(group, [lin]);
        const speaker = place % 3 ? mei : tom;
        await speaker.send(place % 2 ? chat : group, text);
      }
      for (const [person, conversations] of [
        [tom, [chat, group]],
        [lin, [group]],
      ] as const) {
        const all = [];
        for (const id of conversations) all.push(...(await readAll(person, id)));
        all.sort((one, other) => (one.order < other.order ? 1 : -1));
        for (const [place, words] of asked.entries()) {
          const terms = termsOf(words);
          if (!terms) continue;
          const only = place % 4 === 0 ? group : null;
          const hits = await findAll(person, words, only);
          const expected = all.filter(
            ({ text, conversationId }) => (!only || conversationId === only) && holds(text, terms),
          );
          expect(
            hits.map((hit) => hit.message.id),
            words,
          ).toEqual(expected.map(({ id }) => id));
          for (const { excerpt } of hits)
            expect(
              excerpt.some(({ highlighted }) => highlighted),
              words,
            ).toBe(true);
          found += hits.length;
        }
      }
    }),
    { numRuns: 1, endOnFailure: true },
  );
  expect(found).toBeGreaterThan(500);
});
