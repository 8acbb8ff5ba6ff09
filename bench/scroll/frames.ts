import type { CDPSession, Page } from '@playwright/test';
import { history } from '../../e2e/screens.ts';

/** What a while of scrolling was like. */
export interface Smoothness {
  /** Milliseconds from each frame to the next. */
  frames: number[];
  /** Tasks that kept the page busy for 50 ms and more. */
  longTasks: number;
  /** CPU time of the page's main thread for one frame, in milliseconds: nearly untouched by what else the machine does. */
  cpu: number;
}

export interface Weight {
  /** JavaScript heap after a garbage collection, in MB. */
  heap: number;
  nodes: number;
}

/** Somebody with a hand on the wheel. */
export class Reader {
  private constructor(
    private readonly page: Page,
    private readonly cdp: CDPSession,
  ) {}

  static async at(page: Page): Promise<Reader> {
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Reader(page, cdp);
  }

  /** With the wheel, at a steady pace (pixels in a second). */
  async upAndDown(by: number, speed: number): Promise<void> {
    for (const distance of [by, -by]) await this.scroll(distance, speed);
  }

  /** Up; down with a negative distance. */
  async scroll(distance: number, speed: number): Promise<void> {
    const box = await history(this.page).boundingBox();
    if (!box) throw new Error('There is no history on the screen.');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await this.cdp.send('Input.synthesizeScrollGesture', {
      x: Math.round(x),
      y: Math.round(y),
      yDistance: distance,
      speed,
      gestureSourceType: 'mouse',
    });
  }

  async measure(work: () => Promise<unknown>): Promise<Smoothness> {
    const recording = await this.page.evaluateHandle(record);
    const before = await this.metrics();
    await work();
    const after = await this.metrics();
    const { frames, longTasks } = await recording.evaluate((record) => record.stop());
    const busy = ((after.TaskDuration ?? 0) - (before.TaskDuration ?? 0)) * 1_000;
    return { frames, longTasks, cpu: busy / frames.length };
  }

  async weigh(): Promise<Weight> {
    await this.cdp.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0, Nodes = 0 } = await this.metrics();
    return { heap: JSHeapUsedSize / 2 ** 20, nodes: Nodes };
  }

  private async metrics(): Promise<Record<string, number>> {
    const { metrics } = await this.cdp.send('Performance.getMetrics');
    return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
  }
}

/** In the page: takes the time of every frame. */
function record() {
  const times: number[] = [];
  let longTasks = 0;
  let going = true;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  });
  observer.observe({ type: 'longtask' });
  const look = (now: number) => {
    times.push(now);
    if (going) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
  return {
    stop: () => {
      going = false;
      longTasks += observer.takeRecords().length;
      observer.disconnect();
      const frames = times.slice(1).map((time, place) => time - (times[place] ?? time));
      return { frames, longTasks };
    },
  };
}
