import { Redis } from 'ioredis';
import { v4 as uuid } from 'uuid';
import type { Env } from '../platform/env.ts';
import type { Logger } from '../platform/log.ts';
import type { Hint, LoggedEvent, Signal } from './catalogue.ts';

export type BusItem = LoggedEvent | Hint | Signal;
export type BusHandler = (items: readonly BusItem[]) => void;

/**
 * Carries word of what has happened to every process. It may lose anything at any time: the log is the truth, and hubs
 * read it (see hub.ts). An item reaches the handlers of the publishing process at once, those of others through Redis.
 */
export interface Bus {
  publish(items: readonly BusItem[]): void;
  subscribe(handler: BusHandler): void;
  /** Called whenever items may have been missed: the connection was lost and is back. */
  onReconnect(listener: () => void): void;
  /** `local` when one process needs no other; `connected` or `disconnected` with Redis. */
  state(): 'local' | 'connected' | 'disconnected';
  close(): Promise<void>;
}

export function createBus(env: Pick<Env, 'REDIS_URL'>, log: Logger): Bus {
  return env.REDIS_URL ? createRedisBus(env.REDIS_URL, log) : createLocalBus();
}

function createLocalBus(): Bus {
  const handlers: BusHandler[] = [];
  return {
    publish: (items) => {
      if (items.length > 0) for (const handler of handlers) handler(items);
    },
    subscribe: (handler) => handlers.push(handler),
    onReconnect: () => {},
    state: () => 'local',
    close: async () => {},
  };
}

/** One channel for all: hubs drop what nobody here follows, and no subscription can come too late for an event. */
const CHANNEL = 'teahouse:bus';

/** Connects to Redis so that neither start nor requests ever wait for it: without it, hubs live on the log alone. */
export function connectRedis(url: string, log: Logger, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: `teahouse-${name}`,
    enableOfflineQueue: false,
    // ioredis lets the failure of its own resubscribing go unhandled, which would end the process; see `ready` below.
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(100 * attempt, 1_000),
  });
  let reported = false;
  redis.on('error', (error: Error) => {
    if (!reported) log.warn({ redis: name, error: error.message }, 'Redis is out of reach');
    reported = true;
  });
  redis.on('ready', () => {
    if (reported) log.info({ redis: name }, 'Redis is back');
    reported = false;
  });
  return redis;
}

function createRedisBus(url: string, log: Logger): Bus {
  const local = createLocalBus();
  const reconnected: (() => void)[] = [];
  const here = uuid();
  const publisher = connectRedis(url, log, 'publish');
  const subscriber = connectRedis(url, log, 'subscribe');
  let subscribed = false;

  subscriber.on('ready', () => {
    subscriber.subscribe(CHANNEL).then(
      () => {
        subscribed = true;
        for (const listener of reconnected) listener();
      },
      () => {},
    );
  });
  subscriber.on('close', () => {
    subscribed = false;
  });
  subscriber.on('message', (_channel, text) => {
    const { from, items } = JSON.parse(text) as { from: string; items: BusItem[] };
    if (from !== here) local.publish(items);
  });

  return {
    publish: (items) => {
      if (items.length === 0) return;
      local.publish(items);
      publisher.publish(CHANNEL, JSON.stringify({ from: here, items })).catch(() => {});
    },
    subscribe: local.subscribe,
    onReconnect: (listener) => reconnected.push(listener),
    state: () => (subscribed && publisher.status === 'ready' ? 'connected' : 'disconnected'),
    close: async () => {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}
