import { CombinedError } from '@urql/core';
import { expect, test } from 'vitest';
import { isUnknown } from './unanswered';

const saying = (code: string) =>
  new CombinedError({ graphQLErrors: [{ message: 'Oh.', extensions: { code } }] });
const nothing = { conversation: null };

test.each([
  ['the network has failed', undefined, new CombinedError({ networkError: new Error('Gone') })],
  ['the API has failed', nothing, saying('INTERNAL_SERVER_ERROR')],
  ['it took too long', nothing, saying('EXECUTION_TIMEOUT')],
  ['the whole request was turned down', undefined, saying('RATE_LIMITED')],
])('nobody knows whether it is there where %s', (_why, data, error) => {
  expect(isUnknown({ data, error })).toBe(true);
});

test.each([
  ['nothing has come yet', undefined, undefined],
  ['there is nothing', nothing, undefined],
  ['it is not for them', nothing, saying('NOT_FOUND')],
  ['the cache keeps nothing of a refusal', null, saying('NOT_FOUND')],
])('it is known where %s', (_why, data, error) => {
  expect(isUnknown({ data, error })).toBe(false);
});
