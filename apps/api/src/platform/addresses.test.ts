import { describe, expect, test } from 'vitest';
import { languageOf } from './languages.ts';
import { parsePhone } from './phones.ts';
import { deriveKey, seal, unseal } from './sealing.ts';
import { escapeHtml, maskAddress, parseEmail } from './text.ts';

/** How addresses are read, shown and written to. */

describe('an e-mail address', () => {
  test.each([
    ['mei@example.org', 'mei@example.org'],
    [' Mei.Lin+tea@Example.ORG ', 'mei.lin+tea@example.org'],
    ["o'hara@example.org", "o'hara@example.org"],
  ])('%j is %j', (written, address) => {
    expect(parseEmail(written)).toBe(address);
  });

  test.each([
    'mei@example.org, tom@example.org',
    'mei@example.org;tom@example.org',
    'mei@example.org\r\nBcc: tom@example.org',
    'mei@example.org\nTo: tom@example.org',
    'Mei <mei@example.org>',
    'mei@tom@example.org',
    'mei@example.org\0',
    // A Cyrillic letter, a Kelvin sign, full width, an invisible one: what looks like another address is none.
    'mei@еxample.org',
    'mei@\u212Aitchen.org',
    'ｍei@example.org',
    'me\u200bi@example.org',
    'mei@例子.org',
    'mei@[127.0.0.1]',
    'mei@localhost',
    `${'m'.repeat(243)}@example.org`,
    '',
  ])('%j is none', (written) => {
    expect(parseEmail(written)).toBeNull();
  });
});

describe('a phone number', () => {
  const anywhere = { PHONE_COUNTRY: undefined };
  const china = { PHONE_COUNTRY: 'CN' };

  test.each([
    ['+8613812345678', '+8613812345678'],
    ['+86 138-1234-5678', '+8613812345678'],
    ['＋８６ １３８１２３４５６７８', '+8613812345678'],
    ['+1 (415) 555-2671', '+14155552671'],
    ['+44 20 7946 0958', '+442079460958'],
  ])('%j is %j', (written, number) => {
    expect(parsePhone(anywhere, written)).toBe(number);
  });

  test('without its country is one of PHONE_COUNTRY, if there is one', () => {
    expect(parsePhone(china, '138 1234 5678')).toBe('+8613812345678');
    expect(parsePhone(china, '+1 415 555 2671')).toBe('+14155552671');
    expect(parsePhone(anywhere, '138 1234 5678')).toBeNull();
  });

  test.each([
    '+86 138',
    '+999 1234567',
    '+8613812345678 ext. 5',
    'call +8613812345678',
    '+8613812345678\r\n+14155552671',
    '+8613812345678,+14155552671',
    `+${'1'.repeat(60)}`,
    'mei@example.org',
    '',
  ])('%j is none', (written) => {
    expect(parsePhone(anywhere, written)).toBeNull();
  });
});

test('an address is masked so that its owner knows it, and nobody learns it', () => {
  expect(maskAddress('mei.lin@example.org')).toBe('m•••@example.org');
  expect(maskAddress('+8613812345678')).toBe('•••5678');
  expect(maskAddress('5678')).toBe('•••');
});

test.each([
  [undefined, 'en'],
  ['', 'en'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
  ['en-GB, zh-CN;q=0.5', 'en'],
  ['en;q=0.2, zh-Hant-TW;q=0.7', 'zh-CN'],
  ['fr, de;q=0.9', 'en'],
  ['zh;q=0, en;q=0.1', 'en'],
  ['ZH', 'zh-CN'],
  [';;;,q=,zh;q=x', 'en'],
])('who accepts %j is written to in %s', (header, language) => {
  expect(languageOf(header)).toBe(language);
});

test('what is sealed is read by its own key alone, and altered by nobody', () => {
  const key = deriveKey('a secret of some length', 'one thing');
  const sealed = seal(key, '茶 123456');
  expect(unseal(key, sealed)).toBe('茶 123456');
  expect(Buffer.from(sealed).includes('123456')).toBe(false);
  expect(unseal(deriveKey('a secret of some length', 'another thing'), sealed)).toBeNull();
  for (const index of [0, 12, 30]) {
    const altered = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
    expect(unseal(key, altered)).toBeNull();
  }
  expect(unseal(key, new Uint8Array(3))).toBeNull();
  expect(Buffer.from(seal(key, 'twice'))).not.toEqual(Buffer.from(seal(key, 'twice')));
});

test('text is text in HTML', () => {
  expect(escapeHtml(`<a href="x" title='y'>&</a>`)).toBe(
    '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;&lt;/a&gt;',
  );
});
