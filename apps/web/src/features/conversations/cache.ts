import type { Cache, FieldArgs, Resolver, UpdateResolver } from '@urql/exchange-graphcache';
import { KeptMap } from '@/lib/copy/kept';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { listing } from '@/lib/urql/listing';
import { monotone } from '@/lib/urql/monotone';
import {
  Hears_ConversationJoined,
  Hears_ConversationLeft,
  Hears_ConversationSettingsChanged,
  Hears_GroupChanged,
  Hears_MemberChanged,
  Hears_MemberLeft,
  Hears_MembersJoined,
  Hears_ReadMoved,
  Hears_ReceiptMoved,
  Hears_RoleChanged,
  ListHears_MessageSent,
} from './events';
import { Positions } from './positions';
import { fetchListed } from './unlisted';

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

export function conversationsCache(viewerId: string | null): FeatureCache[] {
  const positions = new Positions();
  return [
    {
      ...listCache(positions),
      embedded: ['ConversationSettings'],
      events: conversationEvents(positions, viewerId),
    },
    sending(positions),
    positions.cache,
    monotone('ConversationMember', ['deliveredSeq', 'readSeq']),
    reading(positions),
  ];
}

/** The list: one set of conversations, fed by pages, events and whatever else brings one; ordered where it is shown. */
function listCache(positions: Positions): FeatureCache {
  const kept = new KeptMap<Loaded>('list');
  const getLoaded = () => kept.get('loaded');

  const takePage: UpdateResolver = (parent, args, cache, { parentKey }) => {
    const page = parent.conversations as unknown as PageAnswer;
    const keys = page.edges
      .map(({ node }) => cache.keyOfEntity(node))
      .filter((key) => key !== null);
    list.add(cache, parentKey, keys);
    const loaded = getLoaded();
    // A list that was shortened has lost the cursor of its end: it is gone through again from the beginning.
    const isNext = !loaded || args.after === loaded.endCursor || loaded.endCursor === null;
    if (!isNext) return;
    const { hasNextPage, endCursor } = page.pageInfo;
    const reached = [loaded?.downTo, page.edges.at(-1)?.node.activeAt].filter(isGiven);
    kept.set('loaded', { hasNextPage, endCursor, downTo: reached.sort()[0] ?? null });
  };

  const shorten = (keys: readonly string[]) => {
    if (keys.length <= KEPT) return keys;
    const active = (key: string) => positions.activeAt(key) ?? '';
    const left = [...keys].sort((a, b) => (active(a) < active(b) ? 1 : -1)).slice(0, KEPT);
    const downTo = active(left.at(-1) ?? '');
    kept.set('loaded', { hasNextPage: true, endCursor: null, downTo });
    positions.retain(new Set(left));
    return left;
  };

  const isShown = (key: string) => {
    const loaded = getLoaded();
    if (!loaded?.hasNextPage || !loaded.downTo) return true;
    return (positions.activeAt(key) ?? '') >= loaded.downTo;
  };

  const readList = (
    _parent: unknown,
    _args: FieldArgs,
    cache: Cache,
    info: { parentKey: string },
  ) => {
    const keys = list.read(cache, info.parentKey);
    const loaded = getLoaded();
    if (!keys || !loaded) return undefined;
    return {
      __typename: 'ViewerConversationsConnection',
      edges: keys.filter(isShown).map((node) => ({
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

  const takeOpened =
    (field: string): UpdateResolver =>
    (result, _args, cache) => {
      const payload = result[field] as { conversation?: { __typename: string; id: string } };
      if (payload.conversation) enter(cache, payload.conversation);
    };

  return {
    kept: [kept],
    shorten: { [list.field]: shorten },
    resolvers: {
      Viewer: { conversations: readList as never },
      Query: { conversation: cachedConversation },
    },
    updates: {
      Viewer: { conversations: takePage },
      Query: {
        conversation: (result, _args, cache) => {
          const found = result.conversation as { __typename: string; id: string } | null;
          if (found && positions.has(cache.keyOfEntity(found) ?? '')) enter(cache, found);
        },
      },
      Mutation: {
        openDirectConversation: takeOpened('openDirectConversation'),
        createGroup: takeOpened('createGroup'),
        leaveGroup: (result, _args, cache) => {
          const payload = result.leaveGroup as { conversationId?: string };
          if (payload.conversationId) leave(cache, payload.conversationId);
        },
        addMembers: (result, _args, cache) => {
          const payload = result.addMembers as {
            conversation?: { __typename: string; id: string };
          };
          const key = payload.conversation && cache.keyOfEntity(payload.conversation);
          if (key) forgetMembers(cache, key);
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

function enter(cache: Cache, conversation: { __typename: string; id: string }): void {
  const owner = viewerKey(cache);
  const key = cache.keyOfEntity(conversation);
  // Before the first page there is no list to be in; the page will bring it.
  if (owner && key && list.read(cache, owner)) list.add(cache, owner, [key]);
}

function leave(cache: Cache, id: string): void {
  const owner = viewerKey(cache);
  const key = cache.keyOfEntity({ __typename: 'Conversation', id });
  if (owner && key) list.remove(cache, owner, key);
  // Whoever is looking at it sees at once that it is not theirs to see any more.
  cache.link('Query', 'conversation', { id }, null);
}

/** Large groups are read page by page; which page a change falls into only the API can say. */
function forgetMembers(cache: Cache, conversationKey: string): void {
  for (const { fieldName, arguments: args } of cache.inspectFields(conversationKey)) {
    if (fieldName === 'members') cache.invalidate(conversationKey, fieldName, args);
  }
}

function isHidden(cache: Cache, id: string): boolean {
  const settings = cache.resolve({ __typename: 'Conversation', id }, 'viewerSettings');
  return typeof settings === 'string' && cache.resolve(settings, 'hidden') === true;
}

function isListed(cache: Cache, id: string): boolean {
  const owner = viewerKey(cache);
  const keys = owner && list.read(cache, owner);
  const key = cache.keyOfEntity({ __typename: 'Conversation', id });
  return !keys || !key || keys.includes(key);
}

function conversationEvents(positions: Positions, viewerId: string | null) {
  /** Heard of, but on a page of the list that has not been loaded. */
  const unlisted = new Set<string>();
  return [
    liveEvent(ListHears_MessageSent, {
      apply: ({ message }, cache) => {
        hearMessage(positions, cache, message, message.sender.id === viewerId);
        const { id } = message.conversation;
        const names = message.mentions.some(({ user }) => !user || user.id === viewerId);
        // Whether it names me, or brings a hidden one back, only an answer that is for me can say.
        if (names || isHidden(cache, id) || !isListed(cache, id)) unlisted.add(id);
      },
      heard: ({ message }) => {
        if (unlisted.delete(message.conversation.id)) fetchListed(message.conversation.id);
      },
    }),
    liveEvent(Hears_ReceiptMoved, {}),
    liveEvent(Hears_RoleChanged, {}),
    liveEvent(Hears_GroupChanged, {}),
    liveEvent(Hears_MemberChanged, {}),
    liveEvent(Hears_ConversationSettingsChanged, {
      apply: ({ conversation }, cache) => {
        if (conversation) enter(cache, { __typename: 'Conversation', id: conversation.id });
      },
    }),
    liveEvent(Hears_MembersJoined, {
      apply: ({ conversation }, cache) => conversation && forgetMembersOf(cache, conversation.id),
    }),
    liveEvent(Hears_MemberLeft, {
      apply: ({ conversation }, cache) => conversation && forgetMembersOf(cache, conversation.id),
    }),
    liveEvent(Hears_ConversationJoined, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        enter(cache, { __typename: 'Conversation', id: conversation.id });
        // Someone who was removed and is back gets to see it again.
        cache.link(
          'Query',
          'conversation',
          { id: conversation.id },
          { __typename: 'Conversation', id: conversation.id },
        );
      },
    }),
    liveEvent(Hears_ConversationLeft, {
      apply: ({ conversationId }, cache) => leave(cache, conversationId),
    }),
    liveEvent(Hears_ReadMoved, {}),
  ];
}

function forgetMembersOf(cache: Cache, id: string): void {
  const key = cache.keyOfEntity({ __typename: 'Conversation', id });
  if (key) forgetMembers(cache, key);
}

/** The answer to sending moves the conversation as the event will, only sooner. */
function sending(positions: Positions): FeatureCache {
  return {
    updates: {
      Mutation: {
        sendMessage: (result, _args, cache) => {
          const { sent } = result.sendMessage as { sent?: SentAnswer };
          if (sent) hearMessage(positions, cache, sent, true);
        },
        sendCard: (result, _args, cache) => {
          const { sent } = result.sendCard as { sent?: SentAnswer };
          if (sent) hearMessage(positions, cache, sent, true);
        },
        forwardMessages: (result, _args, cache) => {
          const { sent } = result.forwardMessages as { sent?: SentAnswer[] };
          for (const message of sent ?? []) hearMessage(positions, cache, message, true);
        },
      },
    },
  };
}

interface SentAnswer {
  id: string;
  seq: number;
  sentAt: string;
  conversation: { id: string };
}

function hearMessage(positions: Positions, cache: Cache, message: SentAnswer, mine: boolean): void {
  const key = cache.keyOfEntity({ __typename: 'Conversation', id: message.conversation.id });
  const messageKey = cache.keyOfEntity({ __typename: 'Message', id: message.id });
  const { seq, sentAt } = message;
  if (key && messageKey) positions.hear(cache, key, { seq, sentAt, mine, key: messageKey });
}

/** Marking as read shows at once. */
function reading(positions: Positions): FeatureCache {
  return {
    optimistic: {
      markRead: ({ input }) => {
        const { conversationId, seq } = input as { conversationId: string; seq: number };
        const read = positions.read(`Conversation:${conversationId}`, seq);
        const conversation = {
          __typename: 'Conversation',
          id: conversationId,
          unreadCount: read?.unread,
        };
        return { __typename: 'MarkReadPayload', conversation } as never;
      },
    },
  };
}
