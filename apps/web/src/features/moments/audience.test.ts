import { expect, test } from 'vitest';
import { type Audience, audienceInput, FRIENDS_SEE, isComplete } from './audience';

const named: Audience = { visibility: 'ONLY', userIds: ['mei'], categoryIds: ['tea'] };

test('people and categories are told only where they mean something', () => {
  expect(audienceInput(named)).toEqual({
    visibility: 'ONLY',
    audience: { userIds: ['mei'], categoryIds: ['tea'] },
  });
  expect(audienceInput({ ...named, visibility: 'EXCEPT' }).audience).toEqual({
    userIds: ['mei'],
    categoryIds: ['tea'],
  });
  // Whom one has chosen before is kept, and not sent.
  for (const visibility of ['PUBLIC', 'FRIENDS', 'PRIVATE'] as const)
    expect(audienceInput({ ...named, visibility })).toEqual({ visibility, audience: null });
});

test('to show something to nobody, or to all but nobody, says nothing', () => {
  expect(isComplete(FRIENDS_SEE)).toBe(true);
  expect(isComplete(named)).toBe(true);
  expect(isComplete({ ...named, userIds: [] })).toBe(true);
  for (const visibility of ['ONLY', 'EXCEPT'] as const)
    expect(isComplete({ visibility, userIds: [], categoryIds: [] })).toBe(false);
});
