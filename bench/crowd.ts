import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { v7 as uuid } from 'uuid';
import { signAccessToken } from '../apps/api/src/accounts/tokens.ts';
import { SECRETS } from '../apps/api/src/testing/secrets.ts';
import { SEND } from './events.ts';

/** Somebody with a signed-in device. */
export interface Guest {
  accountId: string;
  token: string;
}

/** People with a session each, written straight into the database: hashing a thousand passwords would take the day. */
export async function invite(
  pool: pg.Pool,
  count: number,
  idOf: (place: number) => string = () => uuid(),
): Promise<Guest[]> {
  const viewers = Array.from({ length: count }, (_, index) => ({
    accountId: idOf(index + 1),
    sessionId: uuid(),
  }));
  const accounts = viewers.map(({ accountId }) => accountId);
  await pool.query(
    `INSERT INTO account (id, username, nickname)
     SELECT id, 'guest_' || place || '_' || left(md5(id::text), 8), 'Guest ' || place
     FROM unnest($1::uuid[]) WITH ORDINALITY AS given(id, place)`,
    [accounts],
  );
  await pool.query(
    `INSERT INTO session (id, account_id, device_name, expires_at)
     SELECT session, account, 'Benchmark', now() + interval '1 day' FROM unnest($1::uuid[], $2::uuid[]) AS given(session, account)`,
    [viewers.map(({ sessionId }) => sessionId), accounts],
  );
  const env = { SESSION_SECRET: SECRETS.SESSION_SECRET, ACCESS_TOKEN_MINUTES: 600 };
  const guests: Guest[] = [];
  for (const viewer of viewers) {
    const { accessToken } = await signAccessToken(env, viewer);
    guests.push({ accountId: viewer.accountId, token: accessToken });
  }
  return guests;
}

/** Groups of these people, by the database's ids. */
export async function gather(
  pool: pg.Pool,
  groups: readonly (readonly Guest[])[],
  idOf: (place: number) => string = () => uuid(),
): Promise<string[]> {
  const ids = groups.map((_, index) => idOf(index + 1));
  await pool.query(
    `INSERT INTO conversation (id, kind, name, created_by_id)
     SELECT id, 'GROUP', 'Table ' || place, creator FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS given(id, creator, place)`,
    [ids, groups.map(([first]) => first?.accountId)],
  );
  const members = groups.flatMap((group, place) =>
    group.map(({ accountId }) => [ids[place], accountId] as const),
  );
  for (let from = 0; from < members.length; from += 50_000) {
    const some = members.slice(from, from + 50_000);
    await pool.query(
      'INSERT INTO member (conversation_id, account_id) SELECT * FROM unnest($1::uuid[], $2::uuid[])',
      [some.map(([id]) => id), some.map(([, accountId]) => accountId)],
    );
  }
  await pool.query('ANALYZE');
  return ids;
}

/** As the API names it. */
export const globalId = (type: 'Conversation', id: string) =>
  Buffer.from(`${type}:${id}`).toString('base64');

/** Sends a message, and waits until it is stored. */
export async function say(
  url: string,
  { token }: Guest,
  conversation: string,
  text: string,
): Promise<void> {
  const conversationId = globalId('Conversation', conversation);
  const input = { conversationId, clientId: randomUUID(), text };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: SEND, variables: { input } }),
  });
  const answer = await response.text();
  if (!answer.includes('"SendMessagePayload"')) throw new Error(answer);
}
