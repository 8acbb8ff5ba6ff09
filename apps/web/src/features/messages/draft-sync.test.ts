import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { DraftClock } from './draft';
import { DraftServer, openStore, ownClock } from './draft.fixture';
import type { DraftStore } from './draft-store';
import { DraftSync, type SaveOutcome } from './draft-sync';

interface Device {
  store: DraftStore;
  sync: DraftSync;
}

const devices: Device[] = [];
let server: DraftServer;
/** What the network does instead of bringing a request to the server. */
let failing: (() => SaveOutcome) | null = null;
/** How long answers are on their way. */
let late = 0;

beforeEach(() => {
  server = new DraftServer();
  failing = null;
  late = 0;
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
  for (const { store, sync } of devices.splice(0)) {
    sync.stop();
    store.close();
  }
});

async function start(clock: DraftClock = ownClock): Promise<Device> {
  const store = await openStore(undefined, clock);
  const sync = new DraftSync({
    store,
    save: async (id, draft) => {
      const outcome = failing?.() ?? server.save(id, draft);
      if (late > 0) await new Promise((resolve) => setTimeout(resolve, late));
      return outcome;
    },
    wait: (ms, signal) =>
      new Promise((resolve) => {
        signal.addEventListener('abort', () => resolve());
        setTimeout(resolve, ms);
      }),
  });
  store.onUnsaved = (id, urgent) => sync.nudge(id, urgent);
  const device = { store, sync };
  devices.push(device);
  return device;
}

const write = ({ store }: Device, text: string) => store.write('tea', { text });
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const offline = (): SaveOutcome => ({ kind: 'unreached', fault: false });

describe('saving', () => {
  test('waits for the last keystroke, and saves once', async () => {
    const device = await start();
    for (const text of ['S', 'Sh', 'Shall we']) {
      write(device, text);
      await pass(700);
    }
    expect(server.saved).toEqual([]);
    await pass(400);
    expect(server.saved).toEqual(['Shall we']);
    expect(device.store.unsaved()).toEqual([]);
    await pass(60_000);
    expect(server.saved).toHaveLength(1);
  });

  test('does not wait when the conversation, or the page, is left', async () => {
    const device = await start();
    write(device, 'one');
    device.sync.hurry('tea');
    await pass(0);
    write(device, 'two');
    device.sync.hurryAll();
    await pass(0);
    expect(server.saved).toEqual(['one', 'two']);
    device.sync.hurry('tea');
    await pass(2_000);
    expect(server.saved).toHaveLength(2);
  });

  test('what is typed while a request is on its way stays, and is saved next', async () => {
    const device = await start();
    const seen: (string | undefined)[] = [];
    device.store.subscribe(() => seen.push(device.store.of('tea')?.text));
    late = 5_000;
    write(device, 'one');
    await pass(2_000);
    write(device, 'one and two');
    await pass(20_000);
    expect(seen).toEqual(['one', 'one and two']);
    expect(server.saved).toEqual(['one', 'one and two']);
    expect(device.store.unsaved()).toEqual([]);
  });

  test('what was written without a network is saved when there is one, once', async () => {
    const device = await start();
    failing = offline;
    write(device, 'one');
    await pass(5_000);
    write(device, 'two');
    await pass(5_000);
    const { updatedAt } = device.store.of('tea') ?? {};
    failing = null;
    device.sync.resume();
    await pass(60_000);
    expect(server.saved).toEqual(['two']);
    expect(server.read('tea')).toMatchObject({ updatedAt });
  });

  test('does not hammer a server that stumbles over it, and tries again when there is hope', async () => {
    const device = await start();
    let attempts = 0;
    failing = () => {
      attempts += 1;
      return { kind: 'unreached', fault: true };
    };
    write(device, 'one');
    await pass(600_000);
    expect(attempts).toBe(6);
    failing = null;
    device.sync.resume();
    await pass(0);
    expect(server.read('tea')?.text).toBe('one');
  });

  test('an emptied one is removed at once; one that the server never had is not worth a word', async () => {
    const device = await start();
    write(device, 'one');
    await pass(1_000);
    write(device, '');
    await pass(0);
    expect(server.saved).toEqual(['one', '']);
    expect(server.read('tea')).toBeNull();
    write(device, 'quick');
    write(device, '');
    await pass(5_000);
    expect(server.saved).toHaveLength(2);
  });

  test('one that the server refuses stays here', async () => {
    const device = await start();
    failing = () => ({ kind: 'refused' });
    write(device, 'too long');
    await pass(60_000);
    expect(device.store.of('tea')).toMatchObject({ text: 'too long', saved: true });
  });

  test('one of a conversation that was left goes', async () => {
    const device = await start();
    failing = () => ({ kind: 'gone' });
    write(device, 'goodbye');
    await pass(1_000);
    expect(device.store.of('tea')?.text).toBe('');
  });
});

describe('clocks', () => {
  const HOUR = 3_600_000;
  const skewed = (ms: number) => {
    let known = false;
    const now = () => Date.now() + (known ? 0 : ms);
    const clock: DraftClock = { now, ahead: () => (known ? -ms : null) };
    return { clock, learn: () => (known = true) };
  };

  for (const ms of [-HOUR, HOUR])
    test(`what was written by a clock ${ms / HOUR} h off is dated rightly once the server's is known`, async () => {
      const { clock, learn } = skewed(ms);
      const device = await start(clock);
      const writtenAt = Date.now();
      write(device, 'one');
      learn();
      await pass(1_000);
      expect(server.read('tea')).toEqual({ text: 'one', replyTo: null, updatedAt: writtenAt });
    });

  test('a clock that nothing sets right steps back until the server takes it', async () => {
    const device = await start({ now: () => Date.now() + HOUR, ahead: () => null });
    write(device, 'one');
    await pass(120_000);
    expect(server.read('tea')?.text).toBe('one');
    expect(device.store.unsaved()).toEqual([]);
  });

  test('what was written offline by a clock that is behind is not taken for older than it is', async () => {
    const { clock, learn } = skewed(-HOUR);
    const device = await start(clock);
    const earlier = { text: 'there', replyTo: null, updatedAt: Date.now() - HOUR / 2 };
    server.save('tea', { ...earlier, saved: true });
    write(device, 'here');
    learn();
    device.store.hear('tea', server.read('tea'), true);
    await pass(1_000);
    expect(server.read('tea')?.text).toBe('here');
  });

  test('who writes on after another device wins, though their clock is behind', async () => {
    const device = await start({ now: () => Date.now() - HOUR, ahead: () => 0 });
    server.save('tea', { text: 'there', replyTo: null, updatedAt: Date.now(), saved: true });
    device.store.hear('tea', server.read('tea'), true);
    write(device, 'there, and here');
    await pass(1_000);
    expect(server.read('tea')?.text).toBe('there, and here');
  });
});

describe('another device', () => {
  async function two(): Promise<[Device, Device]> {
    const pair = [await start(), await start()] as [Device, Device];
    server.changed = (id) => {
      for (const { store } of pair) store.hear(id, server.read(id), true);
    };
    return pair;
  }
  const text = ({ store }: Device) => store.of('tea')?.text;

  test('has it, with what it answers, and loses it when it is sent', async () => {
    const [desk, phone] = await two();
    const replyTo = { messageId: 'message', seq: 7, senderName: 'Mei', excerpt: 'Tea?' };
    desk.store.write('tea', { text: 'Shall we', replyTo });
    await pass(1_000);
    expect(phone.store.of('tea')).toMatchObject({ text: 'Shall we', replyTo, saved: true });
    desk.store.send('tea', Promise.resolve());
    await pass(10);
    expect(phone.store.of('tea')).toMatchObject({ text: '', replyTo: null });
    expect(server.read('tea')).toBeNull();
  });

  test('that is typing a newer one keeps it, and both end with it', async () => {
    const [desk, phone] = await two();
    write(desk, 'from the desk');
    await pass(500);
    write(phone, 'from the phone');
    await pass(600);
    expect([text(desk), text(phone)]).toEqual(['from the desk', 'from the phone']);
    await pass(1_000);
    expect([text(desk), text(phone)]).toEqual(['from the phone', 'from the phone']);
  });

  test('the echo of what was saved here changes nothing, whenever it comes', async () => {
    const [desk] = await two();
    const seen: (string | undefined)[] = [];
    desk.store.subscribe(() => seen.push(text(desk)));
    write(desk, 'one');
    await pass(1_000);
    const late = server.read('tea');
    write(desk, 'one and two');
    desk.store.hear('tea', late, true);
    await pass(1_000);
    desk.store.hear('tea', late, true);
    desk.store.hear('tea', server.read('tea'), true);
    await pass(10_000);
    expect(seen).toEqual(['one', 'one and two']);
    expect(server.saved).toEqual(['one', 'one and two']);
  });

  test('an answer that the stream has overtaken brings nothing back', async () => {
    const [desk, phone] = await two();
    write(desk, 'one');
    await pass(1_000);
    write(desk, 'one, and more');
    await pass(1_000);
    const overtaken = server.read('tea');
    write(desk, '');
    await pass(10);
    phone.store.hear('tea', overtaken && { ...overtaken, updatedAt: Date.now() + 1_000 }, false);
    await pass(5_000);
    expect([text(desk), text(phone), server.read('tea')]).toEqual(['', '', null]);
  });

  test('a removal that is heard late does not take what was begun since', async () => {
    const [desk] = await two();
    write(desk, 'one');
    await pass(1_000);
    write(desk, '');
    await pass(10);
    write(desk, 'another');
    await pass(1_000);
    desk.store.hear('tea', null, true);
    await pass(1_000);
    expect(text(desk)).toBe('another');
    expect(server.read('tea')?.text).toBe('another');
  });
});
