import type { Cache, FieldArgs, Resolver, UpdateResolver } from '@urql/exchange-graphcache';
import { KeptMap } from '@/lib/copy/kept';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { listing } from '@/lib/urql/listing';
import type { Positions } from './positions';

/** How far down the list has been loaded. */
interface Loaded {
  hasNextPage: boolean;
  endCursor: string | null;
  /** When the last conversation loaded was active: what is older may have gaps, so it is not shown before its page is. */
  downTo: string | null;
}

/** So many conversations are kept for the next page. */
const KEPT = 300;

interface PageAnswer {
  edges: { node: { __typename: string; id: string; activeAt?: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const list = listing('conversations');

/** The list: one set of conversations, fed by pages, events and whatever else brings one; ordered where it is shown. */
export class Listed {
  private readonly kept = new KeptMap<Loaded>('list');
  /** Brought before the first page, which may have been on its way already and know nothing of them. */
  private readonly early = new Set<string>();

  constructor(private readonly positions: Positions) {}

  has(cache: Cache, id: string): boolean {
    const owner = viewerKey(cache);
    const keys = owner && list.read(cache, owner);
    return keys?.includes(`Conversation:${id}`) ?? false;
  }

  enter(cache: Cache, id: string): void {
    const owner = viewerKey(cache);
    const key = `Conversation:${id}`;
    if (owner && list.read(cache, owner)) list.add(cache, owner, [key]);
    else this.early.add(key);
  }

  leave(cache: Cache, id: string): void {
    const owner = viewerKey(cache);
    const key = `Conversation:${id}`;
    if (owner) list.remove(cache, owner, key);
    this.early.delete(key);
    this.positions.forget(key);
    // Whoever is looking at it sees at once that it is not theirs to see any more.
    cache.link('Query', 'conversation', { id }, null);
  }

  /** Those of the list, and those that are open beside it. */
  shown(cache: Cache): string[] {
    const owner = viewerKey(cache);
    const opened = cache
      .inspectFields('Query')
      .filter(({ fieldName }) => fieldName === 'conversation')
      .map(({ arguments: args }) => cache.resolve('Query', 'conversation', args ?? undefined));
    const listed = (owner && list.read(cache, owner)) || [];
    return [...new Set([...listed, ...opened])].filter((key) => typeof key === 'string');
  }

  private readonly takePage: UpdateResolver = (parent, args, cache, { parentKey }) => {
    const page = parent.conversations as unknown as PageAnswer;
    const keys = page.edges
      .map(({ node }) => cache.keyOfEntity(node))
      .filter((key) => key !== null);
    list.add(cache, parentKey, [...keys, ...this.early]);
    this.early.clear();
    const loaded = this.loaded;
    // A list that was shortened has lost the cursor of its end: it is gone through again from the beginning.
    const isNext = !loaded || args.after === loaded.endCursor || loaded.endCursor === null;
    if (!isNext) return;
    const { hasNextPage, endCursor } = page.pageInfo;
    const reached = [loaded?.downTo, page.edges.at(-1)?.node.activeAt].filter(isGiven);
    this.kept.set('loaded', { hasNextPage, endCursor, downTo: reached.sort()[0] ?? null });
  };

  private get loaded(): Loaded | undefined {
    return this.kept.get('loaded');
  }

  private readonly shorten = (keys: readonly string[]) => {
    if (keys.length <= KEPT) return keys;
    const active = (key: string) => this.positions.activeAt(key) ?? '';
    const left = [...keys].sort((a, b) => (active(a) < active(b) ? 1 : -1)).slice(0, KEPT);
    const downTo = active(left.at(-1) ?? '');
    this.kept.set('loaded', { hasNextPage: true, endCursor: null, downTo });
    this.positions.retain(new Set(left));
    return left;
  };

  private isShown(cache: Cache, key: string): boolean {
    const { loaded } = this;
    if (!loaded?.hasNextPage || !loaded.downTo) return true;
    return (this.positions.activeAt(key) ?? '') >= loaded.downTo || isPinned(cache, key);
  }

  private readonly read = (
    _parent: unknown,
    _args: FieldArgs,
    cache: Cache,
    info: { parentKey: string },
  ) => {
    const keys = list.read(cache, info.parentKey);
    const { loaded } = this;
    if (!keys || !loaded) return undefined;
    return {
      __typename: 'ViewerConversationsConnection',
      edges: keys
        .filter((key) => this.isShown(cache, key))
        .map((node) => ({
          __typename: 'ViewerConversationsConnectionEdge',
          cursor: node,
          node,
        })),
      pageInfo: {
        __typename: 'PageInfo',
        hasNextPage: loaded.hasNextPage,
        endCursor: loaded.endCursor,
      },
    };
  };

  private readonly takeOpened =
    (field: string): UpdateResolver =>
    (result, _args, cache) => {
      const payload = result[field] as { conversation?: { id: string } };
      if (payload.conversation) this.enter(cache, payload.conversation.id);
    };

  readonly cache: FeatureCache = {
    kept: [this.kept],
    shorten: { [list.field]: this.shorten },
    resolvers: {
      Viewer: { conversations: this.read as never },
      Query: { conversation: cachedConversation },
    },
    updates: {
      Viewer: { conversations: this.takePage },
      Query: {
        conversation: (result, _args, cache) => {
          const found = result.conversation as { __typename: string; id: string } | null;
          if (found && this.positions.has(cache.keyOfEntity(found) ?? ''))
            this.enter(cache, found.id);
        },
      },
      Mutation: {
        openDirectConversation: this.takeOpened('openDirectConversation'),
        createGroup: this.takeOpened('createGroup'),
        joinGroup: this.takeOpened('joinGroup'),
        joinGroupByInvite: this.takeOpened('joinGroupByInvite'),
        leaveGroup: (result, _args, cache) => {
          const payload = result.leaveGroup as { conversationId?: string };
          if (payload.conversationId) this.leave(cache, payload.conversationId);
        },
      },
    },
  };
}

const isGiven = (value: string | null | undefined): value is string => Boolean(value);

/** One that the list has brought opens in the same frame, asked for by its own id for the first time or not. */
const cachedConversation: Resolver = (_parent, { id }, cache) => {
  const asked = cache.resolve('Query', 'conversation', { id: id as string });
  // Null is an answer too: one that has been left.
  if (asked !== undefined) return asked as string | null;
  const listed = { __typename: 'Conversation', id: id as string };
  return cache.resolve(listed, '__typename') ? listed : undefined;
};

function viewerKey(cache: Cache): string | null {
  return (cache.resolve('Query', 'viewer') as string | undefined) ?? null;
}

const settingOf = (cache: Cache, key: string, setting: string): boolean => {
  const settings = cache.resolve(key, 'viewerSettings');
  return typeof settings === 'string' && cache.resolve(settings, setting) === true;
};

/** It stands at the top, wherever its page may be. */
const isPinned = (cache: Cache, key: string) => settingOf(cache, key, 'pinned');

export const isHidden = (cache: Cache, id: string) =>
  settingOf(cache, `Conversation:${id}`, 'hidden');
