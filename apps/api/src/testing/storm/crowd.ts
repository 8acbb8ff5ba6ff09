import { randomBytes } from 'node:crypto';
import { createDb } from '@teahouse/db/client';
import pg from 'pg';
import { v7 as uuid } from 'uuid';
import { signAccessToken } from '../../accounts/tokens.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { SECRETS } from '../secrets.ts';
import { Person } from '../world.ts';

export interface Crowd {
  people: Person[];
  /** Global id of the group that everybody is in. */
  common: string;
  /** Global ids of the conversations of each with their neighbour; the last with the first. */
  pairs: string[];
}

/** How many of those around them each is a friend of. */
const FRIENDS = 10;

/**
 * Many people at once, each signed in, a friend of some neighbours, in a group with everybody and in conversations of
 * their own. As rows: to register them would take the time that passwords are meant to take.
 */
export async function gatherCrowd(url: string, databaseUrl: string, size: number): Promise<Crowd> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 1 });
  const db = createDb(pool);
  const tag = randomBytes(4).toString('hex');
  const around = (index: number) => ((index % size) + size) % size;
  const accounts = Array.from({ length: size }, (_, index) => ({
    id: uuid(),
    username: `crowd_${tag}_${index}`,
    nickname: `Number ${index}`,
  }));
  const at = (index: number) => accounts[around(index)]?.id ?? '';
  const sessions = accounts.map(({ id }) => ({
    id: uuid(),
    accountId: id,
    deviceName: 'Test',
    expiresAt: new Date(Date.now() + 86_400_000),
  }));
  const common = { id: uuid(), kind: 'GROUP' as const, name: 'Everybody', createdById: at(0) };
  const pairs = accounts.map(({ id }, index) => ({
    id: uuid(),
    kind: 'DIRECT' as const,
    directKey: [id, at(index + 1)].sort().join(':'),
    createdById: id,
  }));
  await db.account.createMany({ data: accounts });
  await db.session.createMany({ data: sessions });
  await db.friendship.createMany({
    data: accounts.flatMap(({ id: accountId }, index) =>
      Array.from({ length: FRIENDS / 2 }, (_, step) => [
        { accountId, friendId: at(index + step + 1) },
        { accountId, friendId: at(index - step - 1) },
      ]).flat(),
    ),
  });
  await db.conversation.createMany({ data: [common, ...pairs] });
  await db.member.createMany({
    data: accounts.flatMap(({ id: accountId }, index) => [
      { conversationId: common.id, accountId },
      { conversationId: pairs[index]?.id ?? '', accountId },
      { conversationId: pairs[around(index - 1)]?.id ?? '', accountId },
    ]),
  });
  await db.$disconnect();
  await pool.end();
  const people = await Promise.all(
    accounts.map(async ({ id, username, nickname }, index) => {
      const sessionId = sessions[index]?.id ?? '';
      const settings = { ...SECRETS, ACCESS_TOKEN_MINUTES: 60 };
      const { accessToken } = await signAccessToken(settings, { accountId: id, sessionId });
      const account = { id: toGlobalId('User', id), username, nickname };
      return new Person(url, account, accessToken, '', toGlobalId('Session', sessionId));
    }),
  );
  return {
    people,
    common: toGlobalId('Conversation', common.id),
    pairs: pairs.map(({ id }) => toGlobalId('Conversation', id)),
  };
}
