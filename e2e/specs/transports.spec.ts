import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures.ts';
import {
  chatPath,
  composer,
  connectionLine,
  expectOnceInOrder,
  history,
  message,
  say,
} from '../screens.ts';

/** A network that lets no socket through. */
async function blockSockets(page: Page): Promise<void> {
  await page.context().routeWebSocket(/graphql/, (socket) => socket.close({ code: 1006 }));
}

/** How the stream has been asked for, one after the other. */
function followTransports(page: Page): string[] {
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.headers().accept === 'text/event-stream') asked.push('sse');
    if (/query Live_poll/.test(request.postData() ?? '')) asked.push('poll');
  });
  return asked;
}

test('where no socket comes through, the stream comes as server-sent events', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: '/contacts' });
  await blockSockets(ada);
  const asked = followTransports(ada);
  await ada.goto(chatPath(chat));
  await other.send(chat, 'Can you hear me?');
  await expect(message(ada, 'Can you hear me?')).toBeVisible();
  for (const text of ['Loud', 'and', 'clear']) await other.send(chat, text);
  await expectOnceInOrder(ada, ['Can you hear me?', 'Loud', 'and', 'clear']);
  await say(ada, 'Good');
  await expect(history(ada).getByText('Sent', { exact: true })).toBeAttached();
  await expect(connectionLine(ada)).toBeHidden();
  expect(asked).toEqual(['sse']);

  await ada.reload();
  await other.send(chat, 'Still there?');
  await expect(message(ada, 'Still there?')).toBeVisible();
});

test('where streams are held back as well, it is asked for again and again, and lost is nothing', async ({
  world,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: '/contacts' });
  await blockSockets(ada);
  await ada.route('**/graphql', (route) =>
    route.request().headers().accept === 'text/event-stream' ? route.abort() : route.fallback(),
  );
  const asked = followTransports(ada);
  await ada.goto(chatPath(chat));
  await expect.poll(() => asked).toContain('poll');
  // What is unread when a conversation is opened, and more than fits, is what it opens at.
  await expect(composer(ada)).toBeEnabled();
  const texts = Array.from({ length: 45 }, (_, index) => `word ${index + 1}`);
  for (const text of texts) await other.send(chat, text);
  await expectOnceInOrder(ada, texts.slice(-5));
  await expect(connectionLine(ada)).toBeHidden();
});
