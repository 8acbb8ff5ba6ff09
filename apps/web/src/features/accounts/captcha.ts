'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { graphql } from '@/lib/graphql';
import { requestAnonymously } from '@/lib/urql/request';

/** `idle`: nothing begun. `none`: this installation asks for no captcha. The last two can be tried again. */
export type CaptchaState = 'idle' | 'working' | 'solved' | 'none' | 'offline' | 'failed';

/** There is no solution, and the captcha's own line says why. */
export class CaptchaUnsolvedError extends Error {}

interface Means {
  /** A challenge of the API's, or null where it asks for none. */
  fetchChallenge(): Promise<string | null>;
  solve(challenge: string): Promise<string>;
  now(): number;
  isOffline(): boolean;
}

/** The API takes a solution for 20 minutes. Reckoned from when this browser asked, because its clock may be wrong. */
const GOOD_FOR_MS = 18 * 60_000;

interface Solved {
  solution: string | null;
  asked: number;
}

/**
 * The captcha of one form: begun when somebody touches the form, so that it is done before they are. Each solution is
 * good once and handed out once; for the next attempt there is a next one.
 */
export class Captcha {
  #state: CaptchaState = 'idle';
  #work: Promise<Solved> | null = null;
  readonly #listeners = new Set<() => void>();
  readonly #means: Means;

  constructor(means: Means = browserMeans) {
    this.#means = means;
  }

  readonly state = (): CaptchaState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins, unless it has been begun. */
  readonly begin = (): void => {
    if (!this.#work) this.#start().catch(() => undefined);
  };

  /** The next solution; null where none is asked for. Rejects with `CaptchaUnsolvedError`. */
  readonly take = async (): Promise<string | null> => {
    const ready = await (this.#work ?? this.#start());
    if (ready.solution === null) return null;
    this.#work = null;
    if (this.#means.now() - ready.asked > GOOD_FOR_MS) return this.take();
    this.#show('idle');
    return ready.solution;
  };

  #start(): Promise<Solved> {
    this.#show('working');
    const work = this.#solve();
    this.#work = work;
    work.then(
      ({ solution }) => this.#work === work && this.#show(solution === null ? 'none' : 'solved'),
      () => {
        if (this.#work !== work) return;
        this.#work = null;
        this.#show(this.#means.isOffline() ? 'offline' : 'failed');
      },
    );
    return work;
  }

  async #solve(): Promise<Solved> {
    try {
      const asked = this.#means.now();
      const challenge = await this.#means.fetchChallenge();
      return { asked, solution: challenge && (await this.#means.solve(challenge)) };
    } catch (cause) {
      throw new CaptchaUnsolvedError('The captcha was not solved.', { cause });
    }
  }

  #show(state: CaptchaState): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

type Tried = { ok: true } | { ok: false; error: string };
const UNSOLVED = { ok: false, error: 'CaptchaUnsolved' } as const;

/**
 * Does it with the solution of a captcha: from the start where one is always asked for, else as soon as the API asks. A
 * solution that it does not take any more is followed by another, once.
 */
export async function withCaptcha<Outcome extends Tried>(
  captcha: Captcha,
  when: 'always' | 'when asked',
  act: (solution: string | null) => Promise<Outcome>,
): Promise<Outcome | typeof UNSOLVED> {
  try {
    const outcome = await act(when === 'always' ? await captcha.take() : null);
    if (outcome.ok || !/^captcha/iu.test(outcome.error)) return outcome;
    return await act(await captcha.take());
  } catch (error) {
    if (error instanceof CaptchaUnsolvedError) return UNSOLVED;
    throw error;
  }
}

const CaptchaQuery = graphql(`
  query Captcha {
    captcha {
      challenge
    }
  }
`);

const browserMeans: Means = {
  fetchChallenge: async () =>
    (await requestAnonymously(CaptchaQuery, {})).captcha?.challenge ?? null,
  solve: (challenge) => solveInWorker(challenge).catch(() => solveHere(challenge)),
  now: () => performance.now(),
  isOffline: () => navigator.onLine === false,
};

function solveInWorker(challenge: string): Promise<string> {
  const worker = new Worker(new URL('./captcha.worker.ts', import.meta.url), { type: 'module' });
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<{ solution?: string; problem?: string }>) => {
      if (data.solution) resolve(data.solution);
      else reject(new Error(data.problem));
    };
    worker.onerror = () => reject(new Error('The worker did not start.'));
    worker.postMessage(challenge);
  }).finally(() => worker.terminate());
}

/** Where workers are forbidden. The page halts now and then, and nobody is shut out. */
async function solveHere(challenge: string): Promise<string> {
  const { solvePuzzle } = await import('./captcha-puzzle');
  return solvePuzzle(challenge);
}

/** A captcha for one form, and what it is about. */
export function useCaptcha(): Captcha {
  const [captcha] = useState(() => new Captcha());
  useEffect(() => {
    const goOn = () => captcha.state() === 'offline' && captcha.begin();
    window.addEventListener('online', goOn);
    return () => window.removeEventListener('online', goOn);
  }, [captcha]);
  return captcha;
}

export const useCaptchaState = (captcha: Captcha): CaptchaState =>
  useSyncExternalStore(captcha.subscribe, captcha.state, () => 'idle');
