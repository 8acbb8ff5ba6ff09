import { PASSWORD, type Person, World } from '@teahouse/api/testing/world';
import type pg from 'pg';

const FRIENDS = ['Mei', 'Tom', 'Lena', '小林', '王芳', 'Omar', 'Yuki', '陈浩'];
const LINES = [
  'Is anybody in town on Saturday?',
  '我带点心过来，六点半在老地方见。',
  'The train was late again, so I walked along the river and it was worth it.',
  '好的 👍',
  'Somebody left a scarf here, a green one with fringes. It looks hand-made, so please come and fetch it!',
];
export const PER_CONVERSATION = 100;

export interface Talk {
  id: string;
  name: string;
  /** What was said last. */
  last: string;
}

export interface Scene {
  login: string;
  password: string;
  friends: readonly Person[];
  /** Two conversations with much to show. */
  talks: readonly [Talk, Talk];
}

/** Somebody with eight friends and two groups in which a hundred messages have been said. */
export async function setTable(apiUrl: string, pool: pg.Pool): Promise<Scene> {
  const world = new World(apiUrl);
  const viewer = await world.user('Ada');
  const friends: Person[] = [];
  for (const name of FRIENDS) {
    const friend = await world.user(name);
    await viewer.befriend(friend);
    friends.push(friend);
  }
  const talk = async (name: string): Promise<Talk> => {
    const id = await viewer.group(name, friends);
    const last = `That is all about ${name}`;
    for (let place = 0; place < PER_CONVERSATION - 1; place += 1)
      await speakerOf(friends, place).send(id, `${place}: ${LINES[place % LINES.length]}`);
    await speakerOf(friends, 0).send(id, last);
    return { id, name, last };
  };
  const talks = [await talk('the first table'), await talk('the second table')] as const;
  // Everybody has read everything: conversations open at their end.
  await pool.query(
    `UPDATE member SET delivered_seq = last_seq, read_seq = last_seq
     FROM conversation WHERE conversation.id = conversation_id`,
  );
  return { login: viewer.account.username, password: PASSWORD, friends, talks };
}

const speakerOf = (friends: readonly Person[], place: number): Person =>
  friends[place % friends.length] as Person;

/** Has them talk at a steady rate, in turn, until they are silenced; answers how much was said. */
export function talkAll({ friends }: Scene, id: string, perSecond: number) {
  const said: Promise<unknown>[] = [];
  const timer = setInterval(() => {
    const place = said.length;
    said.push(speakerOf(friends, place).send(id, `${place}: ${LINES[place % LINES.length]}`));
  }, 1_000 / perSecond);
  return async (): Promise<number> => {
    clearInterval(timer);
    await Promise.all(said);
    return said.length;
  };
}
