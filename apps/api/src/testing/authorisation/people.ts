import { randomUUID } from 'node:crypto';
import { hashPassword } from '../../accounts/passwords.ts';
import { signAccessToken } from '../../accounts/tokens.ts';
import { uuidOf } from '../ids.ts';
import type { Stage } from '../stage.ts';
import { PASSWORD, Person } from '../world.ts';

const NICKNAMES = ['Mei', 'Tom', 'Lin', 'Ada', 'Wen', 'Eve', 'Bo', 'Jun', 'Kai', 'Yan'];

let hashed: Promise<string> | undefined;

/**
 * As many new people as are wanted, each with a proven address and a signed-in device, written straight into the
 * database: hashing a password for each of them would take longer than everything they do. They all have the same.
 */
export async function manyPeople(stage: Stage, count: number): Promise<Person[]> {
  const accounts = Array.from({ length: count }, (_, index) => {
    const id = randomUUID();
    const username = `actor_${id.slice(-12)}`;
    const nickname = NICKNAMES[index % NICKNAMES.length] ?? 'Mei';
    return { id, username, nickname };
  });
  hashed ??= hashPassword(PASSWORD);
  await stage.backend.pool.query(
    `INSERT INTO account (id, username, email, email_verified_at, nickname, password_hash)
     SELECT id, username, username || '@example.org', now(), nickname, $4
     FROM unnest($1::uuid[], $2::text[], $3::text[]) AS given(id, username, nickname)`,
    [
      accounts.map(({ id }) => id),
      accounts.map(({ username }) => username),
      accounts.map(({ nickname }) => nickname),
      await hashed,
    ],
  );
  return devicesOf(
    stage,
    accounts.map((account) => ({ ...account, id: globalId('User', account.id) })),
  );
}

/** One further device of the person. */
export async function anotherDevice(stage: Stage, person: Person): Promise<Person> {
  const [device] = await devicesOf(stage, [person.account]);
  if (!device) throw new Error('A device was made');
  return device;
}

async function devicesOf(stage: Stage, accounts: Person['account'][]): Promise<Person[]> {
  const { pool, env } = stage.backend;
  const sessions = accounts.map((account) => ({
    account,
    viewer: { accountId: uuidOf(account.id), sessionId: randomUUID() },
  }));
  await pool.query(
    `INSERT INTO session (id, account_id, device_name, last_address, expires_at)
     SELECT id, account_id, 'A phone', '127.0.0.1', now() + interval '1 day'
     FROM unnest($1::uuid[], $2::uuid[]) AS given(id, account_id)`,
    [
      sessions.map(({ viewer }) => viewer.sessionId),
      sessions.map(({ viewer }) => viewer.accountId),
    ],
  );
  return Promise.all(
    sessions.map(async ({ account, viewer }) => {
      const { accessToken } = await signAccessToken(env, viewer);
      const sessionId = globalId('Session', viewer.sessionId);
      return new Person(stage.url, account, accessToken, '', sessionId);
    }),
  );
}

/** The id in the API of what has this id in the database. */
export const globalId = (type: string, id: string): string =>
  Buffer.from(`${type}:${id}`).toString('base64');

/** Takes from somebody that their address is proven; answers the one that they claim from now on. */
export async function unprove({ backend }: Stage, person: Person): Promise<string> {
  const pendingEmail = `new_${randomUUID()}@example.org`;
  await backend.db.account.update({
    where: { id: uuidOf(person.id) },
    data: { email: null, emailVerifiedAt: null, pendingEmail },
  });
  return pendingEmail;
}
