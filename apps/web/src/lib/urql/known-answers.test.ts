import {
  Client,
  type Exchange,
  type ExecutionResult,
  gql,
  makeErrorResult,
  makeResult,
} from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { expect, test } from 'vitest';
import { filter, map, pipe } from 'wonka';
import { knownAnswersExchange } from './known-answers';

const Name = gql`{ viewer { id name } }`;
const answer = {
  __typename: 'Query',
  viewer: { __typename: 'Viewer', id: 'me', name: 'Ada' },
};
const refused = { errors: [{ message: 'No.' }] };
const broken = {
  data: { viewer: null },
  errors: [{ message: 'Oh.', path: ['viewer'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
};

/** After the last answer the network is gone. */
function clientWith(answers: object[]) {
  const network: Exchange = () => (operations) =>
    pipe(
      operations,
      filter(({ kind }) => kind !== 'teardown'),
      map((operation) => {
        const given = answers.shift();
        if (!given) return makeErrorResult(operation, new Error('no network'));
        return makeResult(
          operation,
          'errors' in given ? (given as ExecutionResult) : { data: given },
        );
      }),
    );
  const exchanges = [knownAnswersExchange, cacheExchange({}), network];
  return new Client({ url: 'http://test', preferGetMethod: false, exchanges });
}

/** What a screen is given one after the other. */
async function shownBy(client: Client, requestPolicy: 'cache-and-network' | 'network-only') {
  const shown: { name?: string; failed: boolean }[] = [];
  const { unsubscribe } = client
    .query(Name, {}, { requestPolicy })
    .subscribe(({ data, error }) =>
      shown.push({ name: data?.viewer?.name, failed: Boolean(error) }),
    );
  await new Promise((resolve) => setTimeout(resolve));
  unsubscribe();
  return shown;
}

test('what is known stays on the screen when the network cannot be reached', async () => {
  const client = clientWith([answer]);
  await client.query(Name, {}).toPromise();
  expect(await shownBy(client, 'cache-and-network')).toEqual([
    { name: 'Ada', failed: false },
    { name: 'Ada', failed: false },
  ]);
});

test('what is not known is told to have failed, and so is a refusal', async () => {
  expect(await shownBy(clientWith([]), 'network-only')).toEqual([{ failed: true }]);
  const client = clientWith([answer, refused]);
  await client.query(Name, {}).toPromise();
  expect((await shownBy(client, 'cache-and-network')).at(-1)).toEqual({ failed: true });
});

test('what is known stays on the screen when the API could not find out', async () => {
  const client = clientWith([answer, broken]);
  await client.query(Name, {}).toPromise();
  expect((await shownBy(client, 'cache-and-network')).at(-1)).toEqual({
    name: 'Ada',
    failed: false,
  });
  expect(await shownBy(clientWith([broken]), 'network-only')).toEqual([{ failed: true }]);
});
