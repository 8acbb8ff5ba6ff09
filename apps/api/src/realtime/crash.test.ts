import { migrate } from '@teahouse/db/migrate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ThrowawayServers } from '../../../../scripts/services/test-services.ts';
import { Cable } from '../testing/cable.ts';
import { MissedEvents } from '../testing/events.ts';
import { type Stage, startStageOn } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

/**
 * PostgreSQL forgets in a crash which transaction ids it had given to those that left nothing behind, and gives them to
 * others. This server writes down so late what it could forget that it does so for certain.
 */
const servers = new ThrowawayServers();
const FORGETFUL = { wal_writer_delay: '10s', autovacuum: 'off' };

let postgres: Awaited<ReturnType<ThrowawayServers['postgres']>>;
let cable: Cable;
let here: Stage;
let there: Stage;
beforeAll(async () => {
  postgres = await servers.postgres({ settings: FORGETFUL });
  await migrate(postgres.url);
  cable = await Cable.lay(postgres.port);
  const url = new URL(postgres.url);
  url.port = String(cable.port);
  // Two processes without a bus between them: each learns of the other's events from the log alone.
  here = await startStageOn(url.href, { LOG_LEVEL: 'silent' });
  there = await startStageOn(url.href, { LOG_LEVEL: 'silent' });
});
afterAll(async () => {
  await here.close();
  await there.close();
  await cable.cut();
  await servers.stop();
});

const newestXid = async () => {
  const { rows } = await here.backend.pool.query<{ xid: string }>(
    'SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS xid',
  );
  return Number(rows[0]?.xid);
};

async function abortTransactions(count: number): Promise<void> {
  const client = await here.backend.pool.connect();
  for (let index = 0; index < count; index++) {
    await client.query('BEGIN');
    await client.query("UPDATE account SET bio = 'never to be seen'");
    await client.query('ROLLBACK');
  }
  client.release();
}

async function crash(): Promise<void> {
  await postgres.kill();
  postgres = await servers.postgres({ settings: FORGETFUL });
  cable.lead(postgres.port);
}

/** The connections that died with the server are found out one by one. */
async function sendPatiently(person: Person, chat: string, text: string): Promise<void> {
  const clientId = crypto.randomUUID();
  await expect.poll(() => person.send(chat, text, clientId).catch(() => null)).not.toBeNull();
}

test('a crash that makes PostgreSQL hand out transaction ids again loses nobody an event', async () => {
  const { one: mei, other: tom, chat } = await here.world.friends('Mei', 'Tom');
  const following = await tom.follow().live();
  await mei.send(chat, 'before');
  await following.until(() => following.texts().includes('before'));
  await abortTransactions(20);
  const before = await newestXid();
  const { events: now } = await tom.ask(MissedEvents, { after: null, first: null });
  await here.backend.hub.repair();
  await crash();
  await expect.poll(() => newestXid().catch(() => before)).toBeLessThan(before);

  const texts = ['after 1', 'after 2', 'after 3'];
  for (const text of texts) await sendPatiently(mei.through(there.url), chat, text);
  await following.until(() => following.texts().includes('after 3'));
  expect(following.texts()).toEqual(['before', ...texts]);
  const resumed = await tom.follow(now.cursor).live();
  expect(resumed.of('Reset')).toEqual([]);
  expect(resumed.texts()).toEqual(texts);
  const { events: page } = await tom.ask(MissedEvents, { after: now.cursor, first: 100 });
  expect(page.events.filter((event) => event.__typename === 'MessageSent')).toHaveLength(3);
  following.close();
  resumed.close();
});
