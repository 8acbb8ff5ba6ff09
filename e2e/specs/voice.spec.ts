import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { sendVoice as sendVoiceOf, tone } from '@teahouse/api/testing/voices';
import { ensureSpeechPrograms } from '../../scripts/services/speech.ts';
import { CHROMIUM } from '../browser.ts';
import { expect, test } from '../fixtures.ts';
import { holdRequests } from '../holding.ts';
import { chatPath, chatRow, history, message, say } from '../screens.ts';

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
  // What records is fetched behind the first look.
  await expect(microphone(ada)).toBeEnabled();
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
  await expect(microphone(ada)).toBeEnabled();
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

/** What of the page is to be heard now: of each voice that was ever begun, whether it plays and where it is. */
const heardNow = (page: Page): Promise<{ playing: boolean; seconds: number }[]> =>
  page.evaluate(() => {
    const { begun } = globalThis as unknown as { begun: Set<HTMLMediaElement> };
    return [...begun].map(({ paused, ended, currentTime }) => ({
      playing: !paused && !ended,
      seconds: currentTime,
    }));
  });
const playing = async (page: Page) =>
  (await heardNow(page)).filter((voice) => voice.playing).length;

/** The player's element stands in no document: it is found as it begins. */
const noteVoices = (page: Page) =>
  page.addInitScript(() => {
    const begun = new Set<HTMLMediaElement>();
    Object.assign(globalThis, { begun });
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      begun.add(this);
      return play.call(this);
    };
  });

test('a recording is counted down to as long as the installation takes, ends by itself, and is sent', async ({
  world,
  house,
  signIn,
}) => {
  const { one, chat } = await world.friends('Ada', 'Mei');
  // Recordings are short there.
  const ada = await signIn(one, { at: house.there });
  const limits = await holdRequests(ada, /Media_limits/);
  await ada.goto(chatPath(chat));
  await allow(ada);
  await microphone(ada).click();
  await expect(recording(ada).getByText(/^Recording\./)).toBeAttached();
  // How short becomes known to whoever has begun already.
  await expect.poll(limits.asked).toBe(true);
  limits.release();
  const counted = recording(ada).getByText(/^(10|[1-9]) seconds? left$/);
  await expect(counted).toBeVisible();
  const from = Number.parseInt(await counted.innerText(), 10);
  await expect
    .poll(async () => Number.parseInt(await counted.innerText(), 10), { intervals: [200] })
    .toBeLessThan(from);
  await expect(recording(ada)).toBeHidden({ timeout: 20_000 });
  await expect(voices(ada)).toHaveAccessibleName('Play voice message, 0:12');
  await expect(history(ada).getByText('Waiting to be sent')).toHaveCount(0);
  await ada.reload();
  await expect(voices(ada)).toHaveAccessibleName('Play voice message, 0:12');
});

test('a voice goes on while its row is scrolled away and while another conversation is open, and the next one follows there', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  const lin = await world.user('Lin');
  await other.befriend(lin);
  const elsewhere = await lin.open(other);
  await lin.send(elsewhere, 'Over here');
  let said = 0;
  for (let line = 0; line < 60; line += 1) said = (await one.send(chat, `Line ${line}`)).seq;
  await other.read(chat, said);
  await sendVoiceOf(one, chat, tone(7));
  await sendVoiceOf(one, chat, tone(6));
  const mei = await signIn(other, { path: chatPath(elsewhere) });
  await noteVoices(mei);
  await mei.goto(chatPath(chat));
  await expect(dots(mei)).toHaveCount(2);
  await voices(mei).first().click();
  await expect.poll(() => playing(mei)).toBe(1);
  await expect(dots(mei)).toHaveCount(1);

  await history(mei).evaluate((log) => {
    log.scrollTop = 0;
  });
  await expect(message(mei, 'Line 12')).toBeVisible();
  await expect(voices(mei).first()).not.toBeInViewport();
  expect(await playing(mei)).toBe(1);

  await chatRow(mei, 'Lin').click();
  await expect(message(mei, 'Over here')).toBeVisible();
  expect(await playing(mei)).toBe(1);
  // The second one has begun by itself once the time is smaller again.
  await expect
    .poll(async () => (await heardNow(mei))[0]?.seconds, { timeout: 15_000, intervals: [200] })
    .toBeGreaterThan(5.5);
  await expect
    .poll(async () => (await heardNow(mei))[0]?.seconds, { timeout: 15_000, intervals: [200] })
    .toBeLessThan(3);
  expect(await playing(mei)).toBe(1);
  await chatRow(mei, 'Ada').click();
  await expect(history(mei).getByRole('button', { name: 'Pause' })).toHaveCount(1);
  await expect(dots(mei)).toHaveCount(0);
});

test('of two tabs of one person only the latest is heard, and what is heard in one is heard in both', async ({
  world,
  signIn,
}) => {
  const { one, other, chat } = await world.friends('Ada', 'Mei');
  await sendVoiceOf(one, chat, tone(20));
  await sendVoiceOf(one, chat, tone(20));
  const first = await signIn(other, { path: chatPath(chat) });
  const second = await first.context().newPage();
  for (const tab of [first, second]) {
    await noteVoices(tab);
    await tab.goto(chatPath(chat));
    await expect(dots(tab)).toHaveCount(2);
  }
  await voices(first).first().click();
  await expect.poll(() => playing(first)).toBe(1);
  for (const tab of [first, second]) await expect(dots(tab)).toHaveCount(1);
  await voices(second).last().click();
  await expect.poll(() => playing(second)).toBe(1);
  await expect.poll(() => playing(first)).toBe(0);
  for (const tab of [first, second]) await expect(dots(tab)).toHaveCount(0);
  // Whoever talks hears neither.
  await allow(first);
  await microphone(first).click();
  await expect(recording(first).getByText(/^Recording\./)).toBeAttached();
  await expect.poll(() => playing(second)).toBe(0);
  await first.keyboard.press('Escape');
  // It goes on where it was.
  const [paused] = await heardNow(second);
  await voices(second).last().click();
  await expect.poll(() => playing(second)).toBe(1);
  expect((await heardNow(second))[0]?.seconds).toBeGreaterThanOrEqual(paused?.seconds ?? 99);
});
