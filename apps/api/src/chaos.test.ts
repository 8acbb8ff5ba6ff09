import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { findViolations } from './testing/chaos/checker.ts';
import { Dice } from './testing/chaos/dice.ts';
import type { History } from './testing/chaos/history.ts';
import { type Bout, fight } from './testing/chaos/run.ts';
import { Servers } from './testing/chaos/servers.ts';

/**
 * Delivery never loses: people write and read while the API, Redis, PostgreSQL and the network between them break at
 * random. `npm run test:chaos` does it for longer. Both print their seed; CHAOS_SEED makes the same decisions again.
 */
const SEED = process.env.CHAOS_SEED || String(Math.floor(Math.random() * 1e9));
const SECONDS = Number(process.env.CHAOS_SECONDS || 10);
/** A longer run is a row of these, each with new people and a judgement of its own. */
const BOUT_SECONDS = 45;
const STRIKES_EACH = 4;

let servers: Servers;
beforeAll(async () => {
  servers = await Servers.start(inject('redisServerBin'));
}, 60_000);
afterAll(() => servers?.stop(), 60_000);

test(
  'nothing acknowledged is lost, nothing comes twice or out of order, whatever breaks',
  async () => {
    for (let left = SECONDS, number = 1; left > 0; left -= BOUT_SECONDS, number++) {
      const dice = new Dice(`${SEED}/${number}`);
      const seconds = Math.min(left, BOUT_SECONDS);
      judge(await fight(servers, dice, { seconds, strikesEach: STRIKES_EACH }), number);
    }
  },
  SECONDS * 2_000 + 120_000,
);

function judge({ history, faults }: Bout, number: number): void {
  const violations = findViolations(history);
  const counts = [...faults].map(([what, times]) => `${times} × ${what}`).sort();
  const [acknowledged, received] = [count(history, 'acknowledged'), count(history, 'received')];
  process.stdout.write(
    `CHAOS_SEED=${SEED}, bout ${number}: ${acknowledged} acknowledged, ${received} received, ${violations.length} violations; ${counts.join(', ')}\n`,
  );
  if (violations.length > 0) throw new Error(report(history, violations, number));
  // A run in which nobody got through would prove nothing.
  expect(acknowledged).toBeGreaterThan(30);
  expect(received).toBeGreaterThan(acknowledged);
}

const count = ({ log }: History, kind: string) => log.filter((entry) => entry.kind === kind).length;

function report(
  history: History,
  violations: ReturnType<typeof findViolations>,
  number: number,
): string {
  const file = join(mkdtempSync(join(tmpdir(), 'teahouse-chaos-')), 'history.json');
  writeFileSync(file, JSON.stringify({ violations, ...history }, null, 1));
  return [
    `CHAOS_SEED=${SEED}, bout ${number}: ${violations.length} violations. The whole history is in ${file}.`,
    ...violations.slice(0, 12).map(({ rule, words }) => `  ${rule}: ${words}`),
  ].join('\n');
}
