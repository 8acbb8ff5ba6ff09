import { expect, test } from 'vitest';
import { appendAddress } from './forwarded-for';

const after = (told: string | string[] | undefined, remoteAddress: string | undefined) => {
  const request = { headers: { 'x-forwarded-for': told }, socket: { remoteAddress } };
  appendAddress(request);
  return request.headers['x-forwarded-for'];
};

test('the address that a request came from has the last word, whatever it says of itself', () => {
  expect(after(undefined, '203.0.113.7')).toBe('203.0.113.7');
  expect(after('198.51.100.1', '203.0.113.7')).toBe('198.51.100.1, 203.0.113.7');
  expect(after(['a', 'b'], '2001:db8::1')).toBe('a, b, 2001:db8::1');
  expect(after('198.51.100.1', undefined)).toBe('198.51.100.1, unknown');
});
