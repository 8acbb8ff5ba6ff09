import { setTimeout as sleep } from 'node:timers/promises';
import { print } from 'graphql';
import { decodeJwt, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphql } from './testing/graphql.ts';
import { SECRETS } from './testing/secrets.ts';
import { type Stage, startStage } from './testing/stage.ts';

/** The event stream as server-sent events, for networks that let no socket through. */

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const Events = graphql(`
  subscription EventsBySse {
    events {
      __typename
      cursor
      ... on MessageSent { message { content { ... on TextContent { text } } } }
      ... on ReadMoved { conversation { unreadCount } }
    }
  }
`);
const MarkRead = graphql(`
  mutation ReadBySse($input: MarkReadInput!) { markRead(input: $input) { __typename } }
`);
const SignOut = graphql(`mutation SignOutBySse { signOut { sessionId } }`);

const open = (token: string, accept = 'text/event-stream') =>
  fetch(`${stage.url}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      authorization: `Bearer ${token}`,
    },
    body: JSON.stringify({ query: print(Events) }),
  });

/** Reads a stream until it is over; what has come so far can be waited for. */
async function follow(token: string) {
  const response = await open(token);
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const stream = { text: '' };
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  const reading = (async () => {
    for (let part = await reader.read(); !part.done; part = await reader.read())
      stream.text += part.value;
  })();
  const finished = reading.catch(() => {});
  const has = (words: string) => expect.poll(() => stream.text).toContain(words);
  await has('"CaughtUp"');
  return { stream, has, finished, close: () => reader.cancel() };
}

test('carries the same stream where sockets are blocked', async () => {
  const { one: tom, other: lin, chat } = await stage.world.friends('Tom', 'Lin');
  const { has, close } = await follow(lin.token);
  await tom.send(chat, 'over plain HTTP');
  await has('"over plain HTTP"');
  await tom.send(chat, 'and again');
  await has('"and again"');
  await close();
});

test('tells each event as things are by then, not as they were when the stream was opened', async () => {
  const { one: tom, other: lin, chat } = await stage.world.friends('Tom', 'Lin');
  for (const text of ['one', 'two', 'three']) await tom.send(chat, text);
  const { stream, close } = await follow(lin.token);
  const unread = () => [...stream.text.matchAll(/"unreadCount":(\d)/g)].map(([, count]) => count);
  for (const [seq, expected] of [
    [1, ['2']],
    [3, ['2', '0']],
  ] as const) {
    await lin.ask(MarkRead, { input: { conversationId: chat, seq } });
    await expect.poll(unread).toEqual(expected);
  }
  await close();
});

test('ends with the session, and carries nothing that comes later', async () => {
  const { one: tom, other: lin, chat } = await stage.world.friends('Tom', 'Lin');
  const phone = await lin.onAnotherDevice();
  const { stream, finished } = await follow(phone.token);
  const staying = await follow(lin.token);
  const from = Date.now();
  await phone.ask(SignOut, {});
  await finished;
  expect(Date.now() - from).toBeLessThan(2_000);
  await tom.send(chat, 'after the end');
  await staying.has('after the end');
  expect(stream.text).not.toContain('after the end');
  await staying.close();
});

test('ends with the token', async () => {
  const lin = await stage.world.user('Lin');
  const exp = Math.floor(Date.now() / 1000) + 3;
  const token = await new SignJWT({ ...decodeJwt(lin.token), exp })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(SECRETS.SESSION_SECRET));
  await (await follow(token)).finished;
  const afterItsEnd = Date.now() - exp * 1000;
  expect(afterItsEnd).toBeGreaterThan(-100);
  expect(afterItsEnd).toBeLessThan(2_000);
});

test('is for people who are signed in', async () => {
  for (const token of ['', 'nonsense']) {
    const response = await open(token);
    expect(await response.text()).toContain('UNAUTHENTICATED');
  }
});

test('leaves nothing behind: neither when it is closed nor when it is refused', async () => {
  const lin = await stage.world.user('Lin');
  const followed = () => stage.backend.hub.isFollowed(String(decodeJwt(lin.token).sub));
  const { close } = await follow(lin.token);
  expect(followed()).toBe(true);
  await close();
  await expect.poll(followed).toBe(false);
  expect((await open(lin.token, 'application/json')).status).toBe(406);
  // It would take a moment to begin.
  await sleep(500);
  expect(followed()).toBe(false);
});
