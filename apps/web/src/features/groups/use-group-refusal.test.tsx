import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { Refused } from '@/lib/urql/outcome';
import messages from '../../../messages/en.json';
import { useGroupRefusal } from './use-group-refusal';

function Words({ refused }: { refused: Refused<string> }) {
  return useGroupRefusal()(refused);
}

const wordsFor = (refused: Refused<string>) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <Words refused={refused} />
    </NextIntlClientProvider>,
  );

test('what will be possible again says from when on', () => {
  const retryAt = '2031-03-04T12:30:00.000Z';
  for (const error of ['MemberMuted', 'JoinRequestPaused'])
    expect(wordsFor({ ok: false, error, retryAt })).toMatch(/(?:until|from) Tue, Mar 4, 2031/u);
});

test('a limit names its figure, and a rule that is not known here still gets an answer', () => {
  expect(wordsFor({ ok: false, error: 'LimitReached', limit: 1_000 })).toContain('1,000');
  expect(wordsFor({ ok: false, error: 'SomethingNew' })).toBe('That did not work. Try again.');
});
