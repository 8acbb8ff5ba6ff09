import { randomInt, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { globalId, manyPeople } from '../testing/authorisation/people.ts';
import { uuidOf } from '../testing/ids.ts';
import { MomentModel, type Posted, type Said } from '../testing/moment-model.ts';
import { notices, seen } from '../testing/moments.ts';
import { type Stage, startStage } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';
import { momentAudience } from './audiences.ts';

/** Who sees whom on a post: in worlds of friendships and blocks at random, what the API answers is what the plain model says. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const WORLDS = 8;
const PEOPLE = 6;

const insert = (table: string, rows: readonly object[]) =>
  stage.backend.pool.query(
    `INSERT INTO ${table} SELECT * FROM jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  );
const chance = (share: number) => randomInt(100) < share * 100;
const created_at = new Date();

interface World {
  model: MomentModel;
  people: Person[];
}

/** Friends and blocked at random; everybody likes, comments, answers and is mentioned on each other's posts at random. */
async function world(): Promise<World> {
  const [model, people] = [new MomentModel(), await manyPeople(stage, PEOPLE)];
  const ids = people.map(({ id }) => uuidOf(id));
  const [friendships, blocks]: object[][] = [[], []];
  for (const [index, one] of ids.entries())
    for (const other of ids.slice(index + 1)) {
      if (chance(0.7)) {
        model.befriend(one, other);
        friendships?.push({ account_id: one, friend_id: other, created_at });
        friendships?.push({ account_id: other, friend_id: one, created_at });
      }
      if (chance(0.1)) {
        model.blocks.add(`${one}>${other}`);
        blocks?.push({ account_id: one, blocked_id: other, created_at });
      }
    }
  await insert('friendship', friendships ?? []);
  await insert('block', blocks ?? []);
  for (const author of ids) {
    const post = respond(author, ids);
    model.posts.push(post);
    await write(post, ids);
  }
  return { model, people };
}

function respond(author: string, ids: readonly string[]): Posted {
  const comments: Said[] = [];
  for (let n = 0; n < 12; n++) {
    const [by, answers] = [ids[randomInt(ids.length)] ?? '', comments[randomInt(n + 1)]];
    comments.push({ id: randomUUID(), author: by, answers: answers ?? null });
  }
  return {
    ...{ id: randomUUID(), author, visibility: 'PUBLIC', age: 0 },
    named: { people: new Set(), categories: new Set() },
    likers: ids.filter(() => chance(0.6)),
    comments: comments.sort((one, other) => (one.id < other.id ? -1 : 1)),
    mentioned: ids.filter(() => chance(0.6)),
  };
}

async function write(post: Posted, ids: readonly string[]): Promise<void> {
  const { id, author, likers, comments, mentioned } = post;
  const moment_id = id;
  await insert('moment', [
    { id, author_id: author, client_id: id, text: 'tea', visibility: 'PUBLIC', created_at },
  ]);
  const likes = likers.map((account_id) => ({
    id: randomUUID(),
    moment_id,
    account_id,
    created_at,
  }));
  post.likers = likes
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ account_id }) => account_id);
  await insert('moment_like', likes);
  await insert(
    'moment_comment',
    comments.map((said) => ({
      ...{ id: said.id, moment_id, author_id: said.author, client_id: said.id, text: 'Cheers' },
      ...{ reply_to_id: said.answers?.id, created_at },
    })),
  );
  await insert(
    'moment_mention',
    mentioned.map((account_id, place) => ({ moment_id, account_id, place: place + 1 })),
  );
  // As if everybody had been told of every comment.
  await insert(
    'moment_notice',
    comments.flatMap((said) =>
      ids.map((account_id) => ({
        ...{ id: randomUUID(), account_id, kind: 'COMMENTED', moment_id, actor_id: said.author },
        ...{ comment_id: said.id, created_at },
      })),
    ),
  );
}

const uuids = (nodes: readonly { node: { id: string } }[] = []) =>
  nodes.map(({ node }) => uuidOf(node.id));

test('likes, comments, answers, mentions, numbers, notices and hints', {
  timeout: 240_000,
}, async () => {
  const met = { shown: 0, hidden: 0 };
  for (let n = 0; n < WORLDS; n++) {
    const { model, people } = await world();
    for (const viewer of people) {
      const me = uuidOf(viewer.id);
      const visible = model.posts.filter((post) => model.sees(post, me));
      for (const post of model.posts) {
        const moment = await seen(viewer, globalId('Moment', post.id));
        expect(moment !== null).toBe(visible.includes(post));
        if (!moment) continue;
        const [likers, comments] = [model.likers(post, me), model.comments(post, me)];
        expect(uuids(moment.likers.edges)).toEqual(likers);
        expect(uuids(moment.comments.edges)).toEqual(comments);
        expect(moment.mentioned.map(({ id }) => uuidOf(id))).toEqual(model.mentioned(post, me));
        expect([moment.likeCount, moment.commentCount]).toEqual([likers.length, comments.length]);
        expect(moment.viewerHasLiked).toBe(post.likers.includes(me));
        met.shown += comments.length;
        met.hidden += post.comments.length - comments.length;
      }
      const told = visible.flatMap((post) => model.comments(post, me));
      const { all, unread } = await notices(viewer);
      expect(all.map(({ comment }) => uuidOf(comment?.id ?? '')).sort()).toEqual(
        told.slice(0, 50).length === told.length ? [...told].sort() : expect.anything(),
      );
      expect(unread).toBe(told.length);
    }
    await hintsAreRight(model, people);
  }
  // Otherwise the worlds would show nothing.
  expect(Math.min(met.shown, met.hidden)).toBeGreaterThan(100);
});

/** Whoever likes something: of those who see the post, those are told who see the like. */
async function hintsAreRight(model: MomentModel, people: readonly Person[]): Promise<void> {
  const here = people.map(({ id }) => uuidOf(id));
  for (const post of model.posts)
    for (const person of post.likers) {
      const payload = { momentId: post.id, personIds: [person], accountIds: [] };
      const told = await momentAudience(stage.backend.db, { kind: 'MomentTouched', payload }, here);
      const seeing = here.filter(
        (one) =>
          (one === post.author || model.areFriends(one, post.author)) &&
          model.sees(post, one) &&
          model.likers(post, one).includes(person),
      );
      expect([...told].sort()).toEqual([...seeing].sort());
    }
}
