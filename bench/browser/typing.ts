import type { Locator, Page } from '@playwright/test';

const KEYS_PER_SECOND = 8;
const WORDS = 'so I said to them that tea is not the same as coffee and that was that ';

export interface Typing {
  /** Tasks that kept the page busy for more than 50 ms: how long each was. */
  longTasks: number[];
  /** From each key to the frame that shows it, in milliseconds. */
  keys: number[];
  /** Share of the time that the page's main thread worked. */
  busy: number;
}

/** Types at a steady pace for a while. */
export async function measureTyping(page: Page, field: Locator, seconds: number): Promise<Typing> {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  const worked = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  await field.focus();
  const recording = await page.evaluateHandle(record);
  const [before, since] = [await worked(), performance.now()];
  for (let key = 0; key < seconds * KEYS_PER_SECOND; key += 1) {
    await page.keyboard.press(
      WORDS[key % WORDS.length] === ' ' ? 'Space' : (WORDS[key % WORDS.length] as string),
    );
    const next = since + ((key + 1) * 1_000) / KEYS_PER_SECOND;
    await new Promise((resolve) => setTimeout(resolve, next - performance.now()));
  }
  const busy = (await worked()) - before;
  const taken = await recording.evaluate((record) => record.stop());
  await cdp.detach();
  return { ...taken, busy: busy / ((performance.now() - since) / 1_000) };
}

/** In the page: notes long tasks, and how long after a key a frame was drawn. */
function record() {
  const longTasks: number[] = [];
  const keys: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration);
  });
  observer.observe({ type: 'longtask' });
  const press = ({ timeStamp }: Event) =>
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => keys.push(performance.now() - timeStamp);
      port2.postMessage(null);
    });
  addEventListener('keydown', press, true);
  return {
    stop: () => {
      removeEventListener('keydown', press, true);
      for (const { duration } of observer.takeRecords()) longTasks.push(duration);
      observer.disconnect();
      return { longTasks, keys };
    },
  };
}
