import { expect, test } from 'vitest';
import { isWorthACall } from './worth';

const now = Date.parse('2026-11-21T12:00:00Z');
const plain = {
  seq: 5,
  sentAt: '2026-11-21T11:59:58Z',
  content: { __typename: 'TextContent' },
  mentions: [],
};
const loud = { doNotDisturb: false, readSeq: 4 };
const quiet = { doNotDisturb: true, readSeq: 4 };

test('a quiet conversation calls only whom it names, by themselves or with everyone', () => {
  expect(isWorthACall(plain, 'me', loud, now)).toBe(true);
  expect(isWorthACall(plain, 'me', quiet, now)).toBe(false);
  const toMe = { ...plain, mentions: [{ user: { id: 'me' } }] };
  expect(isWorthACall(toMe, 'me', quiet, now)).toBe(true);
  expect(isWorthACall({ ...plain, mentions: [{ user: null }] }, 'me', quiet, now)).toBe(true);
  expect(isWorthACall({ ...plain, mentions: [{ user: { id: 'x' } }] }, 'me', quiet, now)).toBe(
    false,
  );
});

test('what has been read, is long past or is a notice calls nobody', () => {
  expect(isWorthACall(plain, 'me', { ...loud, readSeq: 5 }, now)).toBe(false);
  expect(isWorthACall({ ...plain, sentAt: '2026-11-21T11:00:00Z' }, 'me', loud, now)).toBe(false);
  const notice = { ...plain, content: { __typename: 'MemberLeftNotice' } };
  expect(isWorthACall(notice, 'me', loud, now)).toBe(false);
});
