import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ensureSpeechPrograms } from '../../scripts/services/speech.ts';
import { CHROMIUM } from '../browser.ts';
import { expect, test } from '../fixtures.ts';
import { chatPath, chatRow, composer, history, say } from '../screens.ts';

/** What the microphone hears, over and over: a machine that says this. */
const SAID = 'green tea';
const heard = join(mkdtempSync(join(tmpdir(), 'teahouse-microphone-')), 'said.wav');
ensureSpeechPrograms();
execFileSync('espeak-ng', ['-v', 'en-us', '-s', '120', '-g', '3', '-w', heard, SAID]);

test.use({
  launchOptions: {
    ...CHROMIUM,
    args: [
      ...(CHROMIUM.args ?? []),
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-audio-capture=${heard}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  },
});

// Voices take as long as they take, besides what a story needs.
test.beforeEach(() => test.slow());

const allow = (page: Page) => page.context().grantPermissions(['microphone']);
const microphone = (page: Page) => page.getByRole('button', { name: 'Record a voice message' });
const sendVoice = (page: Page) => page.getByRole('button', { name: 'Send the voice message' });
const recording = (page: Page) => page.getByRole('group', { name: 'Recording' });
const voices = (page: Page) =>
  history(page).getByRole('button', { name: /^(Play voice message|Pause)/ });
const dots = (page: Page) => history(page).getByRole('img', { name: 'Not heard yet' });

/** Presses once, talks for so long, and presses once more. */
async function record(page: Page, milliseconds = 2_500): Promise<void> {
  await microphone(page).click();
  await expect(recording(page).getByText(/^Recording\./)).toBeAttached();
  await page.waitForTimeout(milliseconds);
  await sendVoice(page).click();
  await expect(recording(page)).toBeHidden();
}

test('a voice is recorded, heard by the other on one device and so on all, and read by both as text', async ({
  world,
  house,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const [mei, elsewhere] = [
    await signIn(other, { at: house.there, path: chatPath(chat) }),
    await signIn(other, { path: chatPath(chat) }),
  ];
  await allow(ada);
  await record(ada);
  await expect(voices(ada)).toHaveCount(1);
  await expect(dots(ada)).toHaveCount(0);
  for (const page of [mei, elsewhere]) await expect(dots(page)).toHaveCount(1);
  await expect(chatRow(mei, 'Ada')).toContainText(/\[Voice\] \d+″/);

  await voices(mei).click();
  await expect(history(mei).getByRole('button', { name: 'Pause' })).toBeVisible();
  const position = history(mei).getByRole('slider', { name: 'Position' });
  // The voice is so short that whoever looks only now and then may miss that it is being played.
  await expect
    .poll(async () => Number(await position.getAttribute('aria-valuenow')), { intervals: [50] })
    .toBeGreaterThan(0);
  for (const page of [mei, elsewhere]) await expect(dots(page)).toHaveCount(0);

  await history(mei).getByRole('button', { name: 'To text' }).click();
  for (const page of [ada, mei, elsewhere])
    await expect(history(page).getByRole('region', { name: 'As text' })).toContainText('green');
});

test('the place in a voice is chosen by keys, and the speed is remembered', async ({
  world,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await allow(ada);
  await record(ada, 4_000);
  const position = history(ada).getByRole('slider', { name: 'Position' });
  await position.press('ArrowRight');
  await position.press('ArrowRight');
  await expect(position).toHaveAttribute('aria-valuetext', /^0:02 of/);
  const faster = history(ada).getByRole('button', { name: /^Speed/ });
  await faster.click();
  await expect(faster).toHaveAccessibleName('Speed: 1.5×');
  await voices(ada).click();
  await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).not.toBe(2);
  await ada.reload();
  await voices(ada).click();
  await expect(faster).toHaveAccessibleName('Speed: 1.5×');
});

test('after one voice comes the next that was not heard', async ({ world, house, signIn }) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await allow(ada);
  await record(ada, 1_200);
  await say(ada, 'and');
  await record(ada, 1_200);
  await expect(dots(mei)).toHaveCount(2);
  await voices(mei).first().click();
  await expect(dots(mei)).toHaveCount(0);
  await expect(history(mei).getByRole('button', { name: 'Pause' })).toHaveCount(0);
});

test('what was recorded without a network is sent when it is back', async ({
  world,
  house,
  signIn,
  complaints,
}) => {
  complaints.expectLostConnections();
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  const mei = await signIn(other, { at: house.there, path: chatPath(chat) });
  await allow(ada);
  await ada.context().setOffline(true);
  await house.here.cable.cut();
  await record(ada);
  await expect(voices(ada)).toHaveCount(1);
  await expect(history(ada).getByText('Waiting to be sent')).toBeVisible();
  await house.here.cable.mend();
  await ada.context().setOffline(false);
  await expect(dots(mei)).toHaveCount(1);
});

test('a recording is thrown away, and a microphone that is refused is explained', async ({
  world,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await signIn(one, { path: chatPath(chat) });
  await microphone(ada).click();
  await expect(ada.getByRole('main').getByRole('alert')).toContainText(
    'The microphone is blocked.',
  );
  await ada.getByRole('button', { name: 'Dismiss' }).click();
  await allow(ada);
  await microphone(ada).click();
  await expect(recording(ada).getByText(/^Recording\./)).toBeAttached();
  await ada.waitForTimeout(1_000);
  await ada.getByRole('button', { name: 'Discard the recording' }).click();
  await expect(recording(ada)).toBeHidden();
  await microphone(ada).press('Enter');
  await expect(recording(ada).getByText(/^Recording\./)).toBeAttached();
  await ada.keyboard.press('Escape');
  await expect(recording(ada)).toBeHidden();
  await say(ada, 'the end');
  await expect(voices(ada)).toHaveCount(0);
});

test('on a phone one holds to talk, lets go to send, and slides away to think better of it', async ({
  world,
  phone,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  const ada = await phone(one, { path: chatPath(chat) });
  await allow(ada);
  await expect(composer(ada)).toBeEnabled();
  const box = await microphone(ada).boundingBox();
  if (!box) throw new Error('There is nothing to hold.');
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const protocol = await ada.context().newCDPSession(ada);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: object[]) =>
    protocol.send('Input.dispatchTouchEvent', { type, touchPoints: points as (typeof at)[] });

  await touch('touchStart', [at]);
  await expect(recording(ada)).toContainText('Release to send');
  await ada.waitForTimeout(1_500);
  await touch('touchMove', [{ x: at.x, y: at.y - 150 }]);
  await expect(recording(ada)).toContainText('Release to discard');
  await touch('touchEnd', []);
  await expect(recording(ada)).toBeHidden();

  await touch('touchStart', [at]);
  await expect(recording(ada)).toContainText('Release to send');
  await ada.waitForTimeout(1_500);
  await touch('touchEnd', []);
  await expect(voices(ada)).toHaveCount(1);
});
