import { expect, test } from 'vitest';
import en from '../../../messages/en.json';
import { REASONS, REASONS_UNTIL, reasonOf } from './outbox-reason';

const now = new Date('2026-11-21T12:00:00Z');
const refused = (rule: string, retryAt?: string) => reasonOf({ rule, message: '', retryAt }, now);

test('a refusal is told in the words of its rule, however the rule is spelled', () => {
  expect(refused('TEXT_TOO_LONG')).toEqual({ kind: 'reason', rule: 'TextTooLong' });
  expect(refused('TextTooLongError')).toEqual({ kind: 'reason', rule: 'TextTooLong' });
  expect(refused('SERVER_ERROR')).toEqual({ kind: 'reason', rule: 'ServerError' });
});

test('a rule that this page has never heard of is told in general words', () => {
  expect(refused('MOON_IS_FULL')).toEqual({ kind: 'reason', rule: 'other' });
  expect(reasonOf(undefined, now)).toEqual({ kind: 'reason', rule: 'other' });
});

test('a rule that says until when is told with the time, until that has come', () => {
  const later = '2026-11-21T12:05:00Z';
  const retryAt = new Date(later);
  expect(refused('MEMBER_MUTED', later)).toEqual({ kind: 'until', rule: 'MemberMuted', retryAt });
  expect(refused('MOON_IS_FULL', later)).toEqual({ kind: 'until', rule: 'other', retryAt });
  expect(refused('MEMBER_MUTED', '2026-11-21T11:00:00Z')).toEqual({
    kind: 'reason',
    rule: 'MemberMuted',
  });
});

test('there are words for each', () => {
  expect(Object.keys(en.messages.unsent.reason).sort()).toEqual([...REASONS].sort());
  expect(Object.keys(en.messages.unsent.until).sort()).toEqual([...REASONS_UNTIL].sort());
});
