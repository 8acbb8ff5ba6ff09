import { Client, createRequest, type Exchange, gql, makeResult, type Operation } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import { withOvertakenAnswers } from './overtaken-answers';

const Pots = gql`query Pots { pots { id name } }`;
const Pot = gql`query Pot($id: ID!) { pot(id: $id) { id name } }`;
const Events = gql`subscription Events { event { __typename pot { id name } removed } }`;
const Rename = gql`mutation Rename($id: ID!, $name: String!) { rename(id: $id, name: $name) { id name } }`;

type PotOf = { __typename: 'Pot'; id: string; name: string };

const settle = () => new Promise((resolve) => setTimeout(resolve));

/** A cupboard of pots, as a server has it, and the page that shows it. The network is in the test's hands. */
function cupboard(names: readonly string[]) {
  const pots = new Map<string, PotOf>();
  for (const [index, name] of names.entries())
    pots.set(`${index}`, { __typename: 'Pot', id: `${index}`, name });
  const sent: Operation[] = [];
  const { source: answers, next: answer } = makeSubject<ReturnType<typeof makeResult>>();
  const network: Exchange = () => (operations) =>
    merge([
      answers,
      pipe(
        operations,
        tap((operation) => {
          if (operation.kind !== 'teardown') sent.push(operation);
        }),
        filter((_operation): _operation is never => false),
      ),
    ]);
  let applied = 0;
  const cache = cacheExchange({
    keys: { Event: () => null },
    optimistic: { rename: ({ id, name }) => ({ __typename: 'Pot', id, name }) as never },
    updates: {
      Subscription: {
        event: (result, _args, store) => {
          applied += 1;
          const { removed } = result.event as { removed: string | null };
          if (!removed) return;
          store.link('Query', 'pot', { id: removed }, null);
          const keys = (store.resolve('Query', 'pots') ?? []) as string[];
          const left = keys.filter((key) => key !== `Pot:${removed}`);
          store.link('Query', 'pots', left);
        },
      },
    },
  });
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    exchanges: [withOvertakenAnswers(cache), network],
  });
  const heard: unknown[] = [];
  client.subscription(Events, {}).subscribe(({ data }) => heard.push(data?.event));
  const stream = sent.shift() as Operation;

  const found = (operation: Operation) => {
    const { id, name } = (operation.variables ?? {}) as { id: string; name: string };
    if (operation.kind === 'mutation') {
      const rename: PotOf = { __typename: 'Pot', id, name };
      pots.set(id, rename);
      return { __typename: 'Mutation', rename };
    }
    if (id) return { __typename: 'Query', pot: pots.get(id) ?? null };
    return { __typename: 'Query', pots: [...pots.values()] };
  };

  return {
    client,
    heard,
    sent,
    applied: () => applied,
    names: () => [...pots.values()].map(({ name }) => name),
    pot: (id: string) => pots.get(id)?.name,
    /** Reads what was asked first as it is now; what is returned lets the answer arrive. */
    read(operation = sent.shift()) {
      if (!operation) throw new Error('Nothing was asked.');
      const data = found(operation);
      return () => answer(makeResult(operation, { data }));
    },
    fail(operation = sent.shift() as Operation) {
      answer(makeResult(operation, { errors: [{ message: 'No.' }] }));
    },
    /** What happens; what is returned tells it. */
    change(id: string, name: string | null) {
      if (name === null) pots.delete(id);
      else pots.set(id, { __typename: 'Pot', id, name });
      return () => {
        const pot = pots.get(id) ?? null;
        const event = { __typename: 'Event', pot, removed: pot ? null : id };
        answer(makeResult(stream, { data: { __typename: 'Subscription', event } }));
      };
    },
    ask: (query = Pots, variables = {}) =>
      client.reexecuteOperation(
        client.createRequestOperation('query', createRequest(query, variables), {
          requestPolicy: 'network-only',
        }),
      ),
    show(query = Pots, variables = {}) {
      const shown: { data?: { pots?: PotOf[]; pot?: PotOf | null } } = {};
      client
        .query(query, variables, { requestPolicy: 'cache-and-network' })
        .subscribe(({ data }) => {
          shown.data = data;
        });
      return {
        names: () => shown.data?.pots?.map(({ name }) => name),
        name: () => shown.data?.pot?.name,
      };
    },
  };
}

test('an answer that was read before an event does not undo it', async () => {
  const { show, ask, read, change, names, sent, heard } = cupboard(['Ada', 'Mei']);
  const list = show();
  read()();
  await settle();
  ask();
  await settle();
  const late = read();
  for (const tell of [change('0', null), change('1', 'Tom')]) tell();
  late();
  await settle();
  expect(list.names()).toEqual(['Tom']);
  expect(list.names()).toEqual(names());
  // Nothing had to be asked again, and nobody has heard of it twice.
  expect(sent).toEqual([]);
  expect(heard).toHaveLength(2);
});

test('what was heard before an answer was asked for is not told again', async () => {
  const { show, ask, read, change, applied } = cupboard(['Ada']);
  show();
  read()();
  await settle();
  change('0', 'Mei')();
  await settle();
  ask();
  await settle();
  change('0', 'Tom')();
  expect(applied()).toBe(2);
  read()();
  expect(applied()).toBe(3);
  await settle();
  change('0', 'Eve')();
  await settle();
  ask();
  await settle();
  read()();
  expect(applied()).toBe(4);
});

test('what somebody has changed meanwhile stands', async () => {
  const { client, show, ask, read, change } = cupboard(['Ada']);
  const list = show();
  read()();
  await settle();
  ask();
  await settle();
  const late = read();
  change('0', 'Mei')();
  client.mutation(Rename, { id: '0', name: 'Tom' }).subscribe(() => {});
  read()();
  late();
  await settle();
  expect(list.names()).toEqual(['Tom']);
});

test('an answer that more has overtaken than is kept is asked for again before anybody sees it', async () => {
  const { show, ask, read, change, sent } = cupboard(['Ada']);
  const list = show();
  read()();
  await settle();
  ask();
  await settle();
  const late = read();
  change('0', 'Tom')();
  for (let time = 0; time < 1_000; time += 1) change('1', 'Mei')();
  late();
  await settle();
  expect(list.names()).toEqual(['Tom']);
  expect(sent).toHaveLength(1);
  read()();
  await settle();
  expect(list.names()).toEqual(['Tom', 'Mei']);
  expect(sent).toEqual([]);
});

test('a failure is told as it is, and what was given up holds nothing back', async () => {
  const { client, read, fail, change, applied, sent } = cupboard(['Ada']);
  const given = client.query(Pot, { id: '0' }).subscribe(() => {});
  sent.shift();
  given.unsubscribe();
  const failing = client.query(Pots, {}).toPromise();
  change('0', 'Mei')();
  fail();
  expect((await failing).error).toBeDefined();
  expect(applied()).toBe(1);
  const asked = client.query(Pots, {}, { requestPolicy: 'network-only' }).toPromise();
  read()();
  expect((await asked).data.pots).toHaveLength(1);
  expect(applied()).toBe(1);
});

test('what is told last stands, though the slowest answer is still on its way', async () => {
  const { show, ask, read, change } = cupboard(['Ada', 'Mei', 'Eve']);
  const shown = show(Pot, { id: '0' });
  read()();
  await settle();
  show(Pot, { id: '2' });
  const slowest = read();
  show(Pot, { id: '1' });
  read()();
  await settle();
  change('1', 'Zhu')();
  ask(Pot, { id: '0' });
  await settle();
  const late = read();
  change('0', 'Tom')();
  late();
  await settle();
  expect(shown.name()).toBe('Tom');
  change('0', 'Ni')();
  await settle();
  expect(shown.name()).toBe('Ni');
  slowest();
  await settle();
  expect(shown.name()).toBe('Ni');
});

test('asking again brings back nothing old, though the slowest answer is still on its way', async () => {
  const { show, ask, read, change } = cupboard(['Ada', 'Mei']);
  show();
  show(Pot, { id: '0' });
  for (const arrive of [read(), read()]) arrive();
  await settle();
  show(Pot, { id: '1' });
  const slowest = read();
  ask();
  await settle();
  read()();
  change('0', 'Tom')();
  ask();
  await settle();
  const late = read();
  expect(show(Pot, { id: '0' }).name()).toBe('Tom');
  await settle();
  for (const arrive of [slowest, late, read()]) {
    arrive();
    await settle();
    expect(show(Pot, { id: '0' }).name()).toBe('Tom');
  }
});

test('an answer hides nothing that somebody has just changed', async () => {
  const { client, show, ask, read, sent, names } = cupboard(['Ada', 'Mei']);
  const list = show();
  read()();
  await settle();
  ask();
  await settle();
  const late = read();
  for (const [id, name] of ['Tom', 'Eve'].entries())
    client.mutation(Rename, { id: `${id}`, name }).subscribe(() => {});
  expect(sent).toHaveLength(2);
  late();
  await settle();
  expect(list.names()).toEqual(['Tom', 'Eve']);
  for (const arrive of [read(), read()]) arrive();
  await settle();
  expect(list.names()).toEqual(['Tom', 'Eve']);
  expect(list.names()).toEqual(names());
});

test('in whatever order things come, the page ends as the server is', async () => {
  const moves = fc.array(fc.tuple(fc.nat(11), fc.nat(999)), { minLength: 20, maxLength: 80 });
  const endsRight = async (drawn: [number, number][]) => {
    const at = cupboard(['Ada', 'Mei', 'Tom', 'Eve']);
    const list = at.show();
    const single = at.show(Pot, { id: '0' });
    for (const arrive of [at.read(), at.read()]) arrive();
    /** The stream keeps its order; answers come as they like. */
    const told: (() => void)[] = [];
    const answers: (() => void)[] = [];
    const read = () => at.sent.length > 0 && answers.push(at.read());
    const arrive = (any: number) => answers.splice(any % answers.length, 1)[0]?.();
    const tell = () => told.shift()?.();
    const change = (any: number) => told.push(at.change(`${any % 3}`, `name ${any}`));
    const rename = (any: number) => {
      // Whoever asks is answered at once, and hears of it once more.
      const before = at.sent.length;
      const variables = { id: `${any % 3}`, name: `mine ${any}` };
      at.client.mutation(Rename, variables).subscribe(() => {});
      at.read(at.sent.splice(before, 1)[0])();
      told.push(at.change(variables.id, variables.name));
    };
    const remove = () => told.push(at.change('3', null));
    const askOne = () => at.ask(Pot, { id: '0' });
    const steps = [
      ...[() => at.ask(), askOne, read, read, read, arrive, arrive, change, rename, remove],
      ...[tell, tell],
    ];
    for (const [step, any] of drawn) {
      steps[step]?.(any);
      await settle();
    }
    while (told.length + answers.length + at.sent.length > 0) {
      tell();
      read();
      arrive(0);
      await settle();
    }
    expect(list.names()).toEqual(at.names());
    expect(single.name()).toBe(at.pot('0'));
  };
  await fc.assert(fc.asyncProperty(moves, endsRight), { numRuns: 40 });
});
