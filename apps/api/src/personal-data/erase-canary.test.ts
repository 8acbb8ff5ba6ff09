import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { assertionOf } from '../testing/accounts.ts';
import { change, clientId } from '../testing/convergence/scene.ts';
import {
  eraseWholly,
  fillOthers,
  fillOwn,
  objectsSaying,
  redisSaying,
  rowsSaying,
} from '../testing/erasure.ts';
import { graphql } from '../testing/graphql.ts';
import { uuidOf } from '../testing/ids.ts';
import { type MailStage, startMailStage } from '../testing/mail-stage.ts';
import { download, note, sendFile, upload } from '../testing/media.ts';
import { administratorOf, department, employ } from '../testing/organisation.ts';
import { PASSWORD, type Person } from '../testing/world.ts';
import { INVENTORY } from './inventory.ts';

/** The story of one person who says the same word everywhere, and goes. It is told once; the tests look at what is left. */

let stage: MailStage;
const redisUrl = inject('redisUrl');
const WORD = `Wren${randomBytes(5).toString('hex')}`;
/** What they have said to others, which stays. */
const SAID = `Kept${randomBytes(5).toString('hex')}`;

interface Story {
  accountId: string;
  friend: Person;
  chat: string;
  group: string;
  address: string;
  /** Where the word stood before. */
  before: { rows: string[]; objects: string[]; redis: string[] };
}
let story: Story;

async function tell(): Promise<Story> {
  const ada = await administratorOf(stage, 'Ada');
  const { person, address } = await stage.reader(WORD);
  const [friend, other] = [await stage.world.user('Tom'), await stage.world.user('Lin')];
  for (const one of [person, friend]) await one.befriend(other);
  await person.befriend(friend);
  const [chat, group] = [await person.open(friend), await friend.group('Tea', [person, other])];
  const company = { friend, other, chat, group };
  await fillOwn(person, company, WORD);
  await fillOthers(person, company, WORD);
  await employ(ada, await department(ada, 'Kitchen'), [person], `Cook ${WORD}`);
  await askAndBeAsked(person, ada, WORD);
  for (const conversationId of [chat, group]) await sayToOthers(person, conversationId);
  for (const login of [person.account.username, address])
    await stage.world.known(login, 'not the password').catch(() => {});
  const renamed = await openInMoreWays(person);
  const before = await search();
  await change(renamed, 'deleteAccount', { username: `${WORD}_new` });
  await eraseWholly(stage);
  return { accountId: uuidOf(person.id), friend, chat, group, address, before };
}

/** Another name, another device and another identity, each of which says it. */
async function openInMoreWays(person: Person): Promise<Person> {
  const link = { purpose: 'LINK', session: person.sessionId, preferredUsername: WORD };
  const claims = { provider: 'github', subject: `subject of ${WORD}`, ...link };
  await change(person, 'linkIdentity', { assertion: await assertionOf(claims) });
  const login = person.account.username;
  await change(person, 'signIn', { login, password: PASSWORD, deviceName: `Phone of ${WORD}` });
  await change(person, 'changeUsername', { username: `${WORD}_new` });
  return person;
}

/** Requests in both directions, with words. */
async function askAndBeAsked(person: Person, ada: Person, word: string): Promise<void> {
  const [asking, asked] = [await stage.world.user('Bo'), await stage.world.user('Cy')];
  await change(asking, 'requestFriend', { userId: person.id, note: `Are you ${word}?` });
  await change(person, 'requestFriend', { userId: asked.id, note: `It is me, ${word}` });
  const settings = { visibility: 'PUBLIC', joinPolicy: 'REQUEST' } as const;
  await ada.befriend(asked);
  const house = await ada.group('House', [asked], settings);
  await change(person, 'requestToJoinGroup', { conversationId: house, note: `Let ${word} in` });
}

async function sayToOthers(person: Person, conversationId: string): Promise<void> {
  await person.send(conversationId, `I said ${SAID}`);
  const { id } = await upload(person, { ...note(`A file of ${SAID}`), name: `${SAID}.txt` });
  await sendFile(person, conversationId, id);
}

const search = async () => ({
  rows: await rowsSaying(stage, WORD),
  objects: await objectsSaying(stage, WORD),
  redis: await redisSaying(redisUrl, WORD),
});

beforeAll(async () => {
  stage = await startMailStage({
    ...{ REDIS_URL: redisUrl, LINK_PREVIEWS: 'true' },
    // Few enough that what is counted is remembered for a while.
    ...{ CODES_PER_RECIPIENT: '50', SIGN_INS_BEFORE_CAPTCHA: '50', SIGN_INS_PER_ACCOUNT: '50' },
  });
  story = await tell();
}, 120_000);
afterAll(() => stage.close());

test('their name and words stood in all these tables, in the storage and in Redis', () => {
  const tables = new Set(story.before.rows.map((row) => row.split(':')[0]));
  expect([...tables].sort()).toMatchInlineSnapshot(`
    [
      "account",
      "announcement",
      "bundle",
      "bundle_entry",
      "department_member",
      "draft",
      "external_identity",
      "favourite",
      "former_username",
      "friend_category",
      "friend_request",
      "friendship",
      "join_request",
      "link_preview",
      "member",
      "message",
      "message_version",
      "moment",
      "moment_comment",
      "one_time_code",
      "reminder",
      "scheduled_message",
      "session",
      "stored_file",
    ]
  `);
  expect(story.before.objects.length).toBeGreaterThan(4);
  expect(story.before.redis.length).toBeGreaterThan(0);
});

test('nothing of it is left anywhere', async () => {
  await stage.everythingSent();
  expect(await search()).toEqual({ rows: [], objects: [], redis: [] });
});

test('no row refers to them that is said to go', async () => {
  for (const [table, decided] of Object.entries(INVENTORY))
    for (const [column, { erase }] of Object.entries(decided)) {
      if (column === '*' || !/^ROW/.test(erase) || / KEPT|unless/.test(erase)) continue;
      const { rows } = await stage.backend.pool.query(
        `SELECT * FROM "${table}" t WHERE t."${column}"::text = $1`,
        [story.accountId],
      );
      expect(rows, `${table}.${column}`).toEqual([]);
    }
});

const Said = graphql(`
  query SaidBy($id: ID!) {
    conversation(id: $id) {
      peer { id deleted username nickname avatar { id } }
      messages(last: 100) {
        edges {
          node {
            sender { deleted nickname username }
            content {
              __typename
              ... on TextContent { text }
              ... on FileContent { file { fileName url } }
            }
          }
        }
      }
    }
  }
`);

test('what they wrote to others is there to be read by them, files included, and says no name', async () => {
  for (const id of [story.chat, story.group]) {
    const { conversation } = await story.friend.ask(Said, { id });
    const theirs = (conversation?.messages.edges ?? [])
      .map(({ node }) => node)
      .filter(({ sender }) => sender.deleted);
    expect(theirs.every(({ sender }) => sender.nickname === '' && sender.username === '')).toBe(
      true,
    );
    const texts = theirs.flatMap(({ content }) =>
      content.__typename === 'TextContent' ? [content.text] : [],
    );
    expect(texts).toContain(`I said ${SAID}`);
    const files = theirs.flatMap(({ content }) =>
      content.__typename === 'FileContent' ? [content.file] : [],
    );
    expect(files.map(({ fileName }) => fileName)).toEqual([`${SAID}.txt`]);
    const answer = await download(story.friend, files[0]?.url ?? '');
    expect(await answer.text()).toBe(`A file of ${SAID}`);
  }
  const saying = await rowsSaying(stage, SAID);
  expect(new Set(saying.map((row) => row.split(':')[0]))).toEqual(
    new Set(['message', 'stored_file']),
  );
});

test('the conversation of two is still in the list of the other, with nobody whom they could write to', async () => {
  const { conversation } = await story.friend.ask(Said, { id: story.chat });
  expect(conversation?.peer).toMatchObject({
    deleted: true,
    username: '',
    nickname: '',
    avatar: null,
  });
  const input = { conversationId: story.chat, clientId: clientId(), text: 'Are you there?' };
  await expect(change(story.friend, 'sendMessage', input)).rejects.toThrow('AccountDeletedError');
});

test('a last letter says so, and the address opens a new account at once', async () => {
  const letters = stage.mail.letters.filter(({ recipients }) =>
    recipients.some((to) => to.toLowerCase() === story.address.toLowerCase()),
  );
  expect(letters.map(({ subject }) => subject)).toContain('Your Teahouse account has been deleted');
  const input = {
    username: 'wren_again',
    email: story.address,
    password: 'another pot of green tea',
  };
  await change(story.friend, 'register', input);
});
