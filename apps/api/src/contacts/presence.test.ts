import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startRedis } from '../../../../scripts/services/redis.ts';
import { contact } from '../testing/contacts.ts';
import { graphql } from '../testing/graphql.ts';
import { type Stage, startStage, startStageOn } from '../testing/stage.ts';
import type { Person } from '../testing/world.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());

const SetIdle = graphql(`
  mutation LeaveAlone($input: SetIdleInput!) { setIdle(input: $input) { idle } }
`);
const setIdle = (person: Person, idle: boolean) => person.ask(SetIdle, { input: { idle } });
const stateOf = async (person: Person, asking: Person) =>
  (await contact(asking, person)).presence?.state;

describe('a device that nobody uses', () => {
  test('makes its person away once all of them are idle, and online again with the first that is not', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const watching = await mei.follow().live();
    const states = () =>
      watching.of('PresenceChanged').flatMap(({ user }) => user.presence?.state ?? 'NONE');
    const devices = [await tom.follow().live(), await phone.follow().live()];
    expect(await stateOf(tom, mei)).toBe('ONLINE');
    await setIdle(tom, true);
    expect(await stateOf(tom, mei)).toBe('ONLINE');
    await setIdle(phone, true);
    await watching.until(() => states().at(-1) === 'AWAY');
    expect(await stateOf(tom, mei)).toBe('AWAY');
    await setIdle(phone, true);
    await setIdle(tom, false);
    await watching.until(() => states().at(-1) === 'ONLINE');
    expect(states()).toEqual(['ONLINE', 'AWAY', 'ONLINE']);
    for (const device of [...devices, watching]) device.close();
  });

  test('leaves its person away when the one in use goes', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    const phone = await tom.onAnotherDevice();
    const watching = await mei.follow().live();
    const [desk, pocket] = [await tom.follow().live(), await phone.follow().live()];
    await setIdle(tom, true);
    pocket.close();
    await watching.first('PresenceChanged', ({ user }) => user.presence?.state === 'AWAY');
    expect(await stateOf(tom, mei)).toBe('AWAY');
    for (const device of [desk, watching]) device.close();
  }, 15_000);

  test('stays idle over a reconnect, and counts for nothing while it is not connected', async () => {
    const { one: mei, other: tom } = await stage.world.friends('Mei', 'Tom');
    await setIdle(tom, true);
    const before = await tom.follow().live();
    expect(await stateOf(tom, mei)).toBe('ONLINE');
    await setIdle(tom, true);
    expect(await stateOf(tom, mei)).toBe('AWAY');
    before.cut();
    await before.closed;
    const after = await tom.follow().live();
    expect(await stateOf(tom, mei)).toBe('AWAY');
    after.close();
  });
});

test('several processes agree, whichever of them is told; without Redis each knows its own devices', async () => {
  const redis = await startRedis({ bin: inject('redisServerBin') });
  const here = await startStage({ REDIS_URL: redis.url });
  const there = await startStageOn(here.databaseUrl, { REDIS_URL: redis.url });
  try {
    const { one: mei, other } = await here.world.friends('Mei', 'Tom');
    const tom = other.through(there.url);
    const watching = await mei.follow().live();
    const device = await tom.follow().live();
    const says = (state: string) => (event: { user: { presence: { state: string } | null } }) =>
      event.user.presence?.state === state;
    await watching.first('PresenceChanged', says('ONLINE'));
    await setIdle(other, true);
    await watching.first('PresenceChanged', says('AWAY'));
    const phone = await other.onAnotherDevice();
    const inUse = await phone.follow().live();
    await expect.poll(() => stateOf(tom, mei)).toBe('ONLINE');
    await setIdle(phone.through(there.url), true);
    await expect.poll(() => stateOf(tom, mei.through(there.url))).toBe('AWAY');
    inUse.close();

    await redis.stop();
    await expect.poll(() => stateOf(tom, mei.through(there.url))).toBe('AWAY');
    await setIdle(tom, false);
    await expect.poll(() => stateOf(tom, mei.through(there.url))).toBe('ONLINE');
    for (const stream of [watching, device]) stream.close();
  } finally {
    await there.close();
    await here.close();
    await redis.stop();
  }
});
