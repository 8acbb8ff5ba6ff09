import type { Cache, FieldArgs } from '@urql/exchange-graphcache';
import { KeptMap } from '@/lib/copy/kept';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { foldAnswer, foldMessage, foldReading, type NewMessage, type Position } from './position';

/** A raw answer about a conversation; which fields it has depends on who asked. */
interface Answer {
  lastSeq?: number;
  unreadCount?: number;
  activeAt?: string;
  lastMessage?: { __typename: string; id: string } | null;
  viewerMember?: { readSeq?: number };
}

const NEWEST = ':newestMessage';
const EARLY_AT_MOST = 100;

/** Every conversation's position, reckoned from answers and events, and read in place of the answered fields. */
export class Positions {
  private readonly known = new KeptMap<Position>('position');
  /** Heard of before the first answer, which may have been on its way already and know nothing of them. */
  private readonly early = new Map<string, NewMessage[]>();

  has(key: string): boolean {
    return this.known.has(key);
  }

  lastSeq(key: string): number {
    return this.known.get(key)?.lastSeq ?? 0;
  }

  activeAt(key: string): string | undefined {
    return this.known.get(key)?.activeAt;
  }

  hear(cache: Cache, key: string, message: NewMessage): void {
    const known = this.known.get(key);
    if (known) this.keep(cache, key, foldMessage(known, message));
    else this.early.set(key, [...(this.early.get(key) ?? []), message].slice(-EARLY_AT_MOST));
  }

  private answered(cache: Cache, key: string, answer: Position): void {
    const early = this.early.get(key) ?? [];
    this.early.delete(key);
    this.keep(cache, key, early.reduce(foldMessage, foldAnswer(this.known.get(key), answer)));
  }

  /** Reading takes effect at once; the API hears of it afterwards. */
  read(key: string, seq: number): Position | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    const read = foldReading(known, seq);
    this.known.set(key, read);
    return read;
  }

  /** Forgets all but these. */
  retain(keys: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!keys.has(key)) this.known.delete(key);
  }

  readonly cache: FeatureCache = {
    kept: [this.known],
    updates: {
      Conversation: {
        unreadCount: (parent, _args, cache, { parentKey }) => {
          const answer = positionOf(parent as Answer, cache);
          if (answer) this.answered(cache, parentKey, answer);
        },
      },
    },
    resolvers: {
      Conversation: {
        lastSeq: (parent, _args, _cache, { parentKey }) =>
          this.known.get(parentKey)?.lastSeq ?? (parent.lastSeq as number),
        unreadCount: (parent, _args, _cache, { parentKey }) =>
          this.known.get(parentKey)?.unread ?? (parent.unreadCount as number),
        activeAt: (parent, _args, _cache, { parentKey }) =>
          this.known.get(parentKey)?.activeAt ?? (parent.activeAt as string),
        lastMessage: (_parent, _args: FieldArgs, cache, { parentKey }) => {
          const known = this.known.get(parentKey);
          return known ? known.lastMessage : (cache.resolve(parentKey, 'lastMessage') as string);
        },
      },
    },
  };

  private keep(cache: Cache, key: string, position: Position): void {
    this.known.set(key, position);
    // The link keeps the message in the cache, and its change makes whoever shows the conversation read it again.
    cache.link(key, NEWEST, position.lastMessage);
  }
}

function positionOf(answer: Answer, cache: Cache): Position | null {
  const { lastSeq, unreadCount, activeAt, lastMessage, viewerMember } = answer;
  const complete =
    lastSeq !== undefined &&
    unreadCount !== undefined &&
    activeAt !== undefined &&
    lastMessage !== undefined &&
    viewerMember?.readSeq !== undefined;
  if (!complete) return null;
  return {
    lastSeq,
    readSeq: viewerMember.readSeq ?? 0,
    unread: unreadCount,
    activeAt,
    lastMessage: lastMessage && cache.keyOfEntity(lastMessage),
  };
}
