import type { Page } from '@playwright/test';
import sharp from 'sharp';
import { composer, history } from './screens.ts';

/** Pictures, films and files that stories send, made when they are needed. */
export interface Sent {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A landscape with a sun: every one has another colour, and no two the same bytes. */
export async function photo(name: string, width = 900, height = 600, hue = 150): Promise<Sent> {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect width="100%" height="100%" fill="hsl(${hue} 45% 80%)"/>
    <circle cx="70%" cy="30%" r="12%" fill="hsl(${hue + 200} 80% 65%)"/>
    <path d="M0 ${height} L${width * 0.35} ${height * 0.4} L${width * 0.7} ${height} Z" fill="hsl(${hue} 40% 35%)"/>
  </svg>`;
  const buffer = await sharp(Buffer.from(drawn)).jpeg().toBuffer();
  return { name, mimeType: 'image/jpeg', buffer };
}

/** Two pictures that take turns. */
export async function animation(name: string): Promise<Sent> {
  const frame = (background: string) =>
    sharp({ create: { width: 160, height: 120, channels: 3, background } })
      .png()
      .toBuffer();
  const frames = [await frame('#2f7d5b'), await frame('#d4432f')];
  const buffer = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [300, 300], loop: 0 })
    .toBuffer();
  return { name, mimeType: 'image/gif', buffer };
}

/** What a browser films of a square that moves. */
export async function film(page: Page, name: string): Promise<Sent> {
  const bytes = await page.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 180 });
    const context = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let step = 0; step < 30; step += 1) {
      if (context) {
        context.fillStyle = 'seagreen';
        context.fillRect(0, 0, 320, 180);
        context.fillStyle = 'white';
        context.fillRect(step * 9, 60, 60, 60);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
  });
  return { name, mimeType: 'video/webm', buffer: Buffer.from(bytes) };
}

export const textFile = (name: string, text: string): Sent => ({
  ...{ name, mimeType: 'text/plain', buffer: Buffer.from(text) },
});

/** As the menu's entries do it, without the window of the system. */
export const choose = (page: Page, source: 'media' | 'file', files: Sent[]) =>
  page.locator(`input[data-source="${source}"]`).setInputFiles(files);

export const tray = (page: Page) => page.getByRole('list', { name: 'To be sent' });

/** Sends what has been chosen, once all of it is ready. */
export async function sendTray(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await tray(page).waitFor({ state: 'detached' });
  await composer(page).focus();
}

export const picture = (page: Page, name: string) =>
  history(page).getByRole('button', { name: `Open the picture ${name}` });

/** How a picture in the conversation has been loaded: its width in pixels, 0 before it is there. */
export const loadedWidth = (page: Page, name: string): Promise<number> =>
  picture(page, name)
    .locator(`img[alt="${name}"]`)
    .evaluate((image: HTMLImageElement) => (image.complete ? image.naturalWidth : 0));

export const viewer = (page: Page) => page.getByRole('dialog');
