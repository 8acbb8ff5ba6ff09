'use client';

import {
  type ComponentProps,
  type ComponentType,
  startTransition,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { isOutdated } from '@/lib/outdated';

/** Before a part that did not come is asked for again, in milliseconds. */
const PAUSE_MS = 2_000;
/** Where a browser knows no idle time, and where it never has any. */
const AHEAD_MS = 3_000;
/** Idle time before that is time spent waiting for what is to be seen first. */
const FIRST_LOOK_MS = 1_500;

/** What the first look at a page does without, in the order in which it was named. */
const ahead: (() => Promise<unknown>)[] = [];

/** Names something to be fetched when the browser has nothing better to do. It must not reject. */
export const fetchAhead = (preload: () => Promise<unknown>): void => void ahead.push(preload);

// biome-ignore lint/suspicious/noExplicitAny: any component may be asked for.
type Component = ComponentType<any>;
type Parts<Module> = { [Name in keyof Module as Module[Name] extends Component ? Name : never]: 1 };
type Props<Part> = Part extends Component ? ComponentProps<Part> : never;

interface Choice<Part> {
  /** Whether this use of it has to have the part now. One that has not is drawn as soon as the part is there. */
  needed?: (props: Props<Part>) => boolean;
  /** Drawn until the part is there. */
  meanwhile?: ComponentType<Props<Part>>;
}

export interface OnDemand<Module> {
  /** Fetches it; failing is not told, as whatever needs the part asks again. */
  preload(): Promise<void>;
  /** The module itself, for what is not drawn: asked for until it has come. */
  whenThere(): Promise<Module>;
  component<Name extends keyof Parts<Module> & keyof Module>(
    name: Name,
    choice?: Choice<Module[Name]>,
  ): ComponentType<Props<Module[Name]>>;
}

/**
 * A module that is not among what a page loads first. It comes when something of it is needed, and otherwise when the
 * browser has nothing better to do; from then on its components are drawn at once, as if they had always been there.
 */
export function onDemand<Module extends object>(load: () => Promise<Module>): OnDemand<Module> {
  let loaded: Module | null = null;
  let loading: Promise<void> | null = null;
  const waiting = new Set<() => void>();
  const fetchPart = () => {
    loading ??= load().then(
      (module) => {
        loaded = module;
        for (const tell of waiting) tell();
      },
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };
  const preload = () => fetchPart().catch(() => {});
  fetchAhead(preload);

  const subscribe = (tell: () => void) => {
    waiting.add(tell);
    return () => void waiting.delete(tell);
  };
  const whenThere = () =>
    new Promise<Module>((resolve) => {
      if (loaded) return resolve(loaded);
      const give = () => {
        if (!loaded) return;
        waiting.delete(give);
        stop();
        resolve(loaded);
      };
      waiting.add(give);
      const stop = insist(fetchPart);
    });
  return {
    preload,
    whenThere,
    component: (name, { needed, meanwhile: Meanwhile } = {}) =>
      function PartOnDemand(props) {
        const module = useSyncExternalStore(
          subscribe,
          () => loaded,
          () => null,
        );
        const isNeeded = needed === undefined || needed(props);
        const due = useDue(isNeeded);
        const wanted = module === null && isNeeded;
        useEffect(() => (wanted ? insist(fetchPart) : undefined), [wanted]);
        if (!module) return wanted && Meanwhile ? <Meanwhile {...props} /> : null;
        if (!due) return null;
        const Part = module[name] as ComponentType<typeof props>;
        return <Part {...props} />;
      },
  };
}

/**
 * Whether it is to be drawn. A closed dialog is not among what is drawn first, and there by the time somebody could open it,
 * so that it opens like any other.
 */
function useDue(needed: boolean): boolean {
  const [due, setDue] = useState(needed);
  useEffect(() => {
    if (due) return;
    if (needed) setDue(true);
    else return whenIdle(() => startTransition(() => setDue(true)));
  }, [due, needed]);
  return due || needed;
}

/** Until it has come: after a pause, and as soon as there is a network again. What a deployment has taken away never will. */
function insist(fetchPart: () => Promise<void>): () => void {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attempt = () => {
    clearTimeout(timer);
    fetchPart().catch(async () => {
      if (await isOutdated()) window.location.reload();
      else if (!over) timer = setTimeout(attempt, PAUSE_MS);
    });
  };
  attempt();
  window.addEventListener('online', attempt);
  return () => {
    over = true;
    clearTimeout(timer);
    window.removeEventListener('online', attempt);
  };
}

/** Fetches everything that has been left for later, one after the other, whenever the browser has nothing to do. */
export function usePartsAhead(): void {
  useEffect(() => {
    let over = false;
    let place = 0;
    // What has come may name more.
    const next = () => {
      const preload = over ? undefined : ahead[place++];
      if (preload) void preload().then(() => whenIdle(next));
    };
    const timer = setTimeout(() => whenIdle(next), FIRST_LOOK_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);
}

/** The function returned gives it up. */
function whenIdle(work: () => void): () => void {
  // Safari has no idle callbacks.
  if ('requestIdleCallback' in window) {
    const handle = requestIdleCallback(work, { timeout: AHEAD_MS });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(work, AHEAD_MS);
  return () => clearTimeout(timer);
}
