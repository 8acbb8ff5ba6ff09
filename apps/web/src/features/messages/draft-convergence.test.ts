import 'fake-indexeddb/auto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Draft, Written } from './draft';
import { DraftServer, openStore } from './draft.fixture';
import type { DraftStore } from './draft-store';
import type { SaveOutcome } from './draft-sync';

type Step = 'type' | 'empty' | 'request' | 'serve' | 'answer' | 'execute' | 'hear' | 'ask' | 'told';
interface Move {
  device: number;
  step: Step;
  ms: number;
}

/** A device, the server, and what is on its way between the two: every step of it can be late. */
class Device {
  private request: { sent: Draft; outcome?: SaveOutcome } | null = null;
  /** Events that the server has still to make out, and those on their way. */
  private owed = 0;
  private readonly coming: (Written | null)[] = [];
  private answers: (Written | null)[] = [];

  constructor(
    readonly store: DraftStore,
    private readonly server: DraftServer,
  ) {}

  owe(): void {
    this.owed += 1;
  }

  /** Answers whether there was anything to do. */
  take(step: Step, text: string): boolean {
    const { store, server, request } = this;
    switch (step) {
      case 'type':
        store.write('tea', { text });
        return true;
      case 'empty':
        store.write('tea', { text: '' });
        return true;
      case 'request': {
        const sent = request ? undefined : store.toSave('tea');
        if (sent) this.request = { sent };
        return sent !== undefined;
      }
      case 'serve':
        if (!request || request.outcome) return false;
        request.outcome = server.save('tea', request.sent);
        return true;
      case 'answer':
        if (request?.outcome?.kind !== 'answered') return false;
        this.request = null;
        store.settle('tea', request.sent, request.outcome.draft);
        return true;
      case 'execute':
        if (this.owed === 0) return false;
        this.owed -= 1;
        this.coming.push(server.read('tea'));
        return true;
      case 'hear': {
        const [event] = this.coming;
        if (event === undefined) return false;
        this.coming.shift();
        store.hear('tea', event, true);
        return true;
      }
      case 'ask':
        this.answers.push(server.read('tea'));
        return true;
      case 'told': {
        const answer = this.answers.pop();
        if (answer === undefined) return false;
        store.hear('tea', answer, false);
        return true;
      }
    }
  }
}

const STEPS: Step[] = [
  ...(['type', 'empty', 'request', 'serve', 'answer'] as const),
  ...(['execute', 'hear', 'ask', 'told'] as const),
];
const moves = fc.array(
  fc.record({
    device: fc.nat(1),
    step: fc.constantFrom(...STEPS),
    ms: fc.nat(3),
  }),
  { minLength: 5, maxLength: 80 },
);
const skews = fc.tuple(fc.integer({ min: -5, max: 5 }), fc.integer({ min: -5, max: 5 }));

/** Everything that is on its way arrives. */
function settle(devices: Device[]): void {
  for (let busy = true, turns = 0; busy; turns += 1) {
    expect(turns, 'goes on for ever').toBeLessThan(200);
    busy = false;
    for (const device of devices)
      for (const step of ['request', 'serve', 'execute', 'hear', 'answer', 'told'] as const)
        if (device.take(step, '')) busy = true;
  }
}

async function play(skew: readonly number[], steps: readonly Move[]): Promise<void> {
  let now = 1_000_000;
  const server = new DraftServer(() => now);
  const devices: Device[] = [];
  for (const off of skew)
    devices.push(
      new Device(await openStore(undefined, { now: () => now + off, ahead: () => 0 }), server),
    );
  server.changed = () => {
    for (const device of devices) device.owe();
  };
  for (const [turn, { device, step, ms }] of steps.entries()) {
    now += ms;
    devices[device]?.take(step, `text ${turn}`);
  }
  settle(devices);
  const texts = devices.map(({ store }) => store.of('tea')?.text ?? '');
  for (const { store } of devices) store.close();
  const stands = server.read('tea')?.text ?? '';
  expect(texts).toEqual([stands, stands]);
}

test('two devices end with the same text, and with what the server has, however late anything comes', async () => {
  await fc.assert(fc.asyncProperty(skews, moves, play), { numRuns: 400 });
}, 60_000);
