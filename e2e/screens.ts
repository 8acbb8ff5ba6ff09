import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** The parts of the screen that stories speak of, found as a screen reader finds them. */
export const chatPath = (id: string) => `/chats/${encodeURIComponent(id)}`;

export const composer = (page: Page) => page.getByRole('main').getByRole('textbox');

export const history = (page: Page) => page.getByRole('log');

/** A message as it stands in the conversation. */
export const message = (page: Page, text: string) => history(page).getByText(text, { exact: true });

export const chatRows = (page: Page) =>
  page.getByRole('list', { name: 'Chats' }).getByRole('listitem');

export const chatRow = (page: Page, name: string) => chatRows(page).filter({ hasText: name });

/** The line that tells of the connection, while something is wrong with it. */
export const connectionLine = (page: Page) =>
  page.getByRole('status').filter({ hasText: /^(Offline|Connecting|Reconnecting)/ });

export async function say(page: Page, text: string): Promise<void> {
  await composer(page).fill(text);
  await composer(page).press('Enter');
  await expect(composer(page)).toHaveValue('');
}

/** Waits until the conversation shows exactly these of the texts given, each once and in this order. */
export async function expectOnceInOrder(page: Page, texts: string[]): Promise<void> {
  await expect(message(page, texts.at(-1) ?? '')).toBeVisible();
  await expect.poll(() => sequenceOf(history(page), texts)).toEqual(texts);
}

async function sequenceOf(region: Locator, texts: string[]): Promise<string[]> {
  const lines = (await region.innerText()).split('\n');
  return lines.filter((line) => texts.includes(line));
}
