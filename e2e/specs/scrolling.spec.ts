import { expect, test } from '../fixtures.ts';
import { holdRequests } from '../holding.ts';
import { chatPath, history } from '../screens.ts';
import { settle, watchMiddleLine, wheel } from '../scrolling.ts';

/** More than are drawn from at once: while older ones come, newer ones are put aside. */
const SAID = 620;
/** So far up that not all of those below are drawn from any more, or soon will not be. */
const FAR_UP = 200;
const AT_ONCE = 20;

test('far up in a long conversation, too, what one reads stays where it is while rows come above and go below', async ({
  world,
  signIn,
}) => {
  const { one: ada, other: mei, chat } = await world.friends('Ada', 'Mei');
  for (let said = 0; said < SAID; said += AT_ONCE)
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) =>
        mei.send(chat, `Line ${said + index}${' of many words'.repeat(index % 7)}`),
      ),
    );
  await ada.read(chat, SAID);
  const page = await signIn(ada, { path: chatPath(chat) });
  await expect(history(page).getByText('Line').first()).toBeVisible();
  await settle(page);
  const topLine = async () => {
    const line = await history(page).getByText('Line').first().innerText();
    return Number(line.split(' ')[1]);
  };
  for (let turn = 0; turn < 60 && (await topLine()) > FAR_UP; turn += 1) {
    await history(page).evaluate((log) => {
      log.scrollTop = 0;
    });
    await settle(page);
  }
  expect(await topLine()).toBeLessThanOrEqual(FAR_UP);

  for (let turn = 0; turn < 5; turn += 1) {
    const older = await holdRequests(page, /"before":"/);
    for (let step = 0; step < 20 && !older.asked(); step += 1) await wheel(page, -400);
    const watched = await watchMiddleLine(page);
    // Somebody speaks at the very moment in which the page comes.
    await mei.send(chat, `A word ${turn}`);
    older.release();
    expect(await watched.farthestMove(), `moved in turn ${turn}`).toBeLessThanOrEqual(2);
  }
  await page.getByRole('button', { name: '5 new' }).click();
  await expect(history(page).getByText('A word 4')).toBeInViewport();
});
