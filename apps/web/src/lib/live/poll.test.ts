import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { livePoll } from './poll';
import type { StreamResult } from './pump';
import { signedIn } from './session.fixture';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', {
    visibilityState: 'visible',
    addEventListener: () => {},
    removeEventListener: () => {},
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const event = (id: number) => ({ __typename: 'MessageSent', id: String(id), cursor: `at ${id}` });

/** The API: a log, answered two at a time. */
function api(log: ReturnType<typeof event>[]) {
  const asked: { after: string | null; at: number }[] = [];
  signedIn(async (_path, init) => {
    const { after } = JSON.parse(String(init.body)).variables as { after: string | null };
    asked.push({ after, at: Date.now() });
    const from = after === null ? log.length : Number(after.slice(3));
    const events = log.slice(from, from + 2);
    const to = from + events.length;
    const page = { events, cursor: `at ${to}`, caughtUp: to === log.length };
    return Response.json({ data: { events: page } });
  });
  return asked;
}

function poll(from: string | null) {
  const stop = new AbortController();
  const heard: string[] = [];
  const onResult = ({ data }: StreamResult) => {
    heard.push(data?.events.id ?? `${data?.events.__typename} ${data?.events.cursor}`);
  };
  const end = livePoll('query')(from, onResult, stop.signal);
  return { heard, end, stop };
}

test('tells all that has happened since the cursor, page after page, and then what comes', async () => {
  const log = [1, 2, 3, 4, 5].map(event);
  api(log);
  const { heard, stop } = poll('at 1');
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['2', '3', '4', '5', 'CaughtUp at 5']);
  log.push(event(6));
  await vi.advanceTimersByTimeAsync(3_000);
  expect(heard.slice(5)).toEqual(['6']);
  stop.abort();
});

test('without a cursor it begins with now', async () => {
  api([1, 2].map(event));
  const { heard, stop } = poll(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(heard).toEqual(['CaughtUp at 2']);
  stop.abort();
});

test('asks less often when all is quiet', async () => {
  const asked = api([]);
  const { stop } = poll(null);
  await vi.advanceTimersByTimeAsync(120_000);
  const pauses = asked.slice(1).map(({ at }, index) => at - (asked[index]?.at ?? 0));
  expect(pauses[0]).toBeLessThan(2_000);
  expect(pauses.at(-1)).toBe(10_000);
  stop.abort();
});

test('ends with the network, with a token that is not accepted, and with a cursor that is not', async () => {
  const endWith = (answer: () => Promise<Response>) => {
    const told = signedIn(answer);
    return poll('at 1').end.then((end) => ({ end, told }));
  };
  const refusal = (code: string) => async () =>
    Response.json({ errors: [{ extensions: { code } }] });
  const unreachable = async () => {
    throw new TypeError('Failed to fetch');
  };
  expect((await endWith(unreachable)).end).toBe('lost');
  expect((await endWith(refusal('UNAUTHENTICATED'))).end).toBe('denied');
  expect((await endWith(refusal('BAD_USER_INPUT'))).end).toBe('refused');
  expect((await endWith(refusal('INTERNAL_SERVER_ERROR'))).end).toBe('lost');
});
