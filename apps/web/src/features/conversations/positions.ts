import type { Cache, FieldArgs, Resolver } from '@urql/exchange-graphcache';
import { KeptMap } from '@/lib/copy/kept';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import {
  type Answered,
  foldAnswer,
  foldMessage,
  foldReading,
  type NewMessage,
  type Position,
  type Standing,
  standingOf,
} from './position';

/** A raw answer about a conversation; which fields it has depends on who asked. */
interface Answer {
  lastSeq?: number;
  unreadCount?: number;
  unreadMentionCount?: number;
  activeAt?: string;
  lastMessage?: { __typename: string; id: string; seq?: number } | null;
  viewerPosition?: { readSeq?: number };
}

const NEWEST = ':newestMessage';
const EARLY_AT_MOST = 100;

/** Every conversation's position, reckoned from answers and events, and read in place of the answered fields. */
export class Positions {
  private readonly known = new KeptMap<Position>('position');
  private readonly reckoned = new WeakMap<Position, Standing>();
  /** Heard of before the first answer, which may have been on its way already and know nothing of them. */
  private readonly early = new Map<string, NewMessage[]>();

  has(key: string): boolean {
    return this.known.has(key);
  }

  /** Of a conversation that answers or events have told of. */
  standing(key: string): Standing | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    const reckoned = this.reckoned.get(known) ?? standingOf(known);
    this.reckoned.set(known, reckoned);
    return reckoned;
  }

  activeAt(key: string): string | undefined {
    return this.standing(key)?.activeAt;
  }

  hear(cache: Cache, key: string, message: NewMessage): void {
    const known = this.known.get(key);
    if (known) this.keep(cache, key, foldMessage(known, message));
    else {
      const others = (this.early.get(key) ?? []).filter(({ seq }) => seq !== message.seq);
      this.early.set(key, [...others, message].slice(-EARLY_AT_MOST));
    }
  }

  private answered(cache: Cache, key: string, answer: Answered): void {
    const early = this.early.get(key) ?? [];
    this.early.delete(key);
    this.keep(cache, key, early.reduce(foldMessage, foldAnswer(this.known.get(key), answer)));
  }

  /** Reading takes effect at once; the API hears of it afterwards. */
  read(key: string, seq: number): Standing | undefined {
    const known = this.known.get(key);
    if (!known) return undefined;
    this.known.set(key, foldReading(known, seq));
    return this.standing(key);
  }

  /** The person has left. */
  forget(key: string): void {
    this.known.delete(key);
    this.early.delete(key);
  }

  /** Forgets all but these. */
  retain(keys: ReadonlySet<string>): void {
    for (const key of this.known.keys()) if (!keys.has(key)) this.known.delete(key);
  }

  /** What is reckoned goes over what was answered. */
  private readonly over =
    (part: 'lastSeq' | 'unread' | 'unreadMentions' | 'activeAt', field: string = part): Resolver =>
    (parent, _args, _cache, { parentKey }) =>
      this.standing(parentKey)?.[part] ?? (parent[field] as string | number);

  readonly cache: FeatureCache = {
    kept: [this.known],
    updates: {
      Conversation: {
        unreadCount: (parent, _args, cache, { parentKey }) => {
          const answer = answeredOf(parent as Answer, cache);
          if (answer) this.answered(cache, parentKey, answer);
        },
      },
    },
    resolvers: {
      Conversation: {
        lastSeq: this.over('lastSeq'),
        unreadCount: this.over('unread', 'unreadCount'),
        unreadMentionCount: this.over('unreadMentions', 'unreadMentionCount'),
        activeAt: this.over('activeAt'),
        lastMessage: (_parent, _args: FieldArgs, cache, { parentKey }) => {
          const standing = this.standing(parentKey);
          return standing
            ? standing.lastMessage
            : (cache.resolve(parentKey, 'lastMessage') as string);
        },
      },
    },
  };

  private keep(cache: Cache, key: string, position: Position): void {
    this.known.set(key, position);
    // The link keeps the message in the cache, and its change makes whoever shows the conversation read it again.
    cache.link(key, NEWEST, standingOf(position).lastMessage);
  }
}

function answeredOf(answer: Answer, cache: Cache): Answered | null {
  const { lastSeq, unreadCount, unreadMentionCount, activeAt, lastMessage, viewerPosition } =
    answer;
  const complete =
    lastSeq !== undefined &&
    unreadCount !== undefined &&
    unreadMentionCount !== undefined &&
    activeAt !== undefined &&
    lastMessage !== undefined &&
    viewerPosition?.readSeq !== undefined;
  if (!complete) return null;
  const key = lastMessage && cache.keyOfEntity(lastMessage);
  return {
    lastSeq,
    readSeq: viewerPosition.readSeq ?? 0,
    unread: unreadCount,
    unreadMentions: unreadMentionCount,
    activeAt,
    lastMessage: key ? { key, seq: lastMessage.seq ?? lastSeq } : null,
  };
}
