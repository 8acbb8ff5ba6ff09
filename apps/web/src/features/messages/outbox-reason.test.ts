import { createTranslator } from 'next-intl';
import { expect, test } from 'vitest';
import en from '../../../messages/en.json';
import zh from '../../../messages/zh-CN.json';
import { FILE_REASONS, fileReason, REASONS, REASONS_UNTIL, reasonOf } from './outbox-reason';

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

/** What stands beside a file that was refused. */
function saidOf(refusal: object, locale: 'en' | 'zh-CN' = 'en'): string | null {
  const given = fileReason({ rule: '', message: '', ...refusal }, now, locale);
  const messages = locale === 'en' ? en : (zh as unknown as typeof en);
  const t = createTranslator({ locale, messages, namespace: 'messages.unsent.file' });
  return given && t(given.rule, given.values);
}

test('a file that was refused says what is wrong with it, and what would be taken', () => {
  const [limit, size] = [20 * 1024 * 1024, 21 * 1024 * 1024];
  const large = { rule: 'FILE_TOO_LARGE', limit, size };
  expect(saidOf(large)).toBe('Not sent: it is 21 MB, and at most 20 MB are taken.');
  expect(saidOf(large, 'zh-CN')).toMatch(/21.?MB.*20.?MB/);
  const type = { rule: 'FILE_TYPE', allowed: ['image/jpeg', 'image/png', 'image/webp'] };
  expect(saidOf(type)).toBe(
    'Not sent: its content is not what its name says. Taken are JPEG, PNG, or WEBP.',
  );
  expect(saidOf(type, 'zh-CN')).toMatch(/JPEG.*PNG.*WEBP/);
  const full = { rule: 'UPLOAD_LIMIT', retryAt: '2026-11-22T08:00:00Z' };
  expect(saidOf(full)).toMatch(/room again from Sunday, November 22, 2026/);
  expect(saidOf({ ...full, retryAt: '2026-11-21T08:00:00Z' })).toMatch(/one day\.$/);
  for (const rule of ['VOICE_BROKEN', 'VOICE_TOO_LONG'])
    expect(saidOf({ rule })).toMatch(/^Not sent: this recording is/);
  expect(saidOf({ rule: 'MEMBER_MUTED' })).toBeNull();
});

test('there are words for whatever may be wrong with a file', () => {
  const words = Object.keys(en.messages.unsent.file).filter((key) => key !== 'UploadLimitUntil');
  expect(words.sort()).toEqual([...FILE_REASONS].sort());
});
