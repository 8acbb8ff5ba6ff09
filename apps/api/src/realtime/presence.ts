import type { Redis } from 'ioredis';
import { v4 as uuid } from 'uuid';
import type { Bus } from './bus.ts';

/** Who has a live subscription, on whichever process. Several devices count as one person. */
export interface Presence {
  arrive(accountId: string): void;
  depart(accountId: string): void;
  /** Which of these people are online now. */
  online(accountIds: readonly string[]): Promise<Set<string>>;
  close(): Promise<void>;
}

export interface PresenceOptions {
  bus: Bus;
  /** Shared with the other processes; without it this process is alone. */
  redis: Redis | null;
  /** Keeps when somebody was last here. */
  seen: (accountIds: readonly string[]) => Promise<void>;
}

/** A reload or a change of network is not a departure. */
const GRACE_MS = 5_000;
/** What a killed process said of its people is believed for so long. */
const BELIEVED_MS = 45_000;
const REFRESH_MS = 15_000;

const key = (accountId: string) => `teahouse:presence:${accountId}`;

export function createPresence({ bus, redis, seen }: PresenceOptions): Presence {
  const here = uuid();
  const sockets = new Map<string, number>();
  const leaving = new Map<string, NodeJS.Timeout>();

  /** Tells the other processes; when Redis is away they will be told by the next refresh. */
  const announce = async (accountIds: readonly string[]) => {
    if (!redis || accountIds.length === 0) return;
    const pipeline = redis.pipeline();
    for (const id of accountIds) {
      pipeline.zadd(key(id), Date.now() + BELIEVED_MS, here);
      pipeline.pexpire(key(id), BELIEVED_MS);
    }
    await pipeline.exec().catch(() => {});
  };

  const gone = async (accountId: string) => {
    leaving.delete(accountId);
    sockets.delete(accountId);
    await redis?.zrem(key(accountId), here).catch(() => {});
    await seen([accountId]).catch(() => {});
    bus.publish([{ kind: 'PresenceChanged', payload: { accountId } }]);
  };

  const timer = setInterval(() => {
    const accountIds = [...sockets.keys()];
    void announce(accountIds);
    void seen(accountIds).catch(() => {});
  }, REFRESH_MS);

  return {
    arrive: (accountId) => {
      const before = sockets.get(accountId) ?? 0;
      sockets.set(accountId, before + 1);
      clearTimeout(leaving.get(accountId));
      const cameBack = leaving.delete(accountId);
      if (before > 0 || cameBack) return;
      void announce([accountId]).then(() =>
        bus.publish([{ kind: 'PresenceChanged', payload: { accountId } }]),
      );
    },
    depart: (accountId) => {
      const left = (sockets.get(accountId) ?? 0) - 1;
      sockets.set(accountId, Math.max(left, 0));
      if (left <= 0)
        leaving.set(
          accountId,
          setTimeout(() => void gone(accountId), GRACE_MS),
        );
    },
    online: async (accountIds) => {
      const online = new Set(accountIds.filter((id) => sockets.has(id)));
      const elsewhere = accountIds.filter((id) => !online.has(id));
      if (!redis || elsewhere.length === 0) return online;
      const pipeline = redis.pipeline();
      for (const id of elsewhere) pipeline.zcount(key(id), Date.now(), '+inf');
      const counts = await pipeline.exec().catch(() => null);
      elsewhere.forEach((id, index) => {
        if (Number(counts?.[index]?.[1] ?? 0) > 0) online.add(id);
      });
      return online;
    },
    close: async () => {
      clearInterval(timer);
      for (const timeout of leaving.values()) clearTimeout(timeout);
      const accountIds = [...sockets.keys()];
      if (redis && accountIds.length > 0) {
        const pipeline = redis.pipeline();
        for (const id of accountIds) pipeline.zrem(key(id), here);
        await pipeline.exec().catch(() => {});
      }
    },
  };
}
