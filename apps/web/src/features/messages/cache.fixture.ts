import {
  Client,
  type Exchange,
  makeResult,
  type Operation,
  type OperationContext,
  subscriptionExchange,
  type TypedDocumentNode,
} from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { filter, makeSubject, merge, pipe, tap } from 'wonka';
import { conversationsCache } from '@/features/conversations/cache';
import { ConversationListQuery } from '@/features/conversations/documents';
import { startUnlisted } from '@/features/conversations/unlisted';
import type { Disk } from '@/lib/copy/disk.fixture';
import { KeptEntities } from '@/lib/copy/entities';
import { liveDocument } from '@/lib/live/document';
import { withBesideCache } from '@/lib/urql/beside-cache';
import { type FeatureCache, mergeFeatures } from '@/lib/urql/feature-cache';
import { withOvertakenAnswers } from '@/lib/urql/overtaken-answers';
import { messagesCache } from './cache';
import { HistoryQuery } from './documents';
import { fetchMore } from './history-pages';
import { HistoryScope } from './history-scope';
import { HistoryStore } from './history-store';

export const ME = 'me';
const MEI = 'mei';

function person(id: string) {
  const standing = { relation: 'FRIEND', blocked: false, strangerState: null, unreachable: null };
  return {
    __typename: 'User',
    id,
    nickname: id,
    username: id,
    presence: null,
    avatar: null,
    ...standing,
  };
}

export function message(conversation: string, seq: number, sender = MEI) {
  return {
    __typename: 'Message',
    id: `${conversation}-${seq}`,
    seq,
    clientId: `client-${conversation}-${seq}`,
    sentAt: `2026-01-01T00:00:${String(seq).padStart(2, '0')}Z`,
    sender: person(sender),
    senderMember: null,
    content: { __typename: 'TextContent', text: `text ${seq}` },
    mentions: [],
    replyTo: null,
    linkPreview: null,
    reactions: [],
    editedAt: null,
    version: 1,
    pinned: false,
    forwarded: false,
    forwardingForbidden: false,
    forwardingForbiddenBySender: false,
    conversation: { __typename: 'Conversation', id: conversation },
  };
}

interface Standing {
  lastSeq: number;
  readSeq?: number;
  unread?: number;
}

export function conversation(
  id: string,
  { lastSeq, readSeq = 0, unread = lastSeq - readSeq }: Standing,
) {
  const lastMessage = lastSeq > 0 ? message(id, lastSeq) : null;
  return {
    __typename: 'Conversation',
    id,
    kind: 'DIRECT',
    name: null,
    avatarEmoji: null,
    avatar: null,
    faces: [],
    memberCount: 2,
    peer: person(MEI),
    lastSeq,
    unreadCount: unread,
    unreadMentionCount: 0,
    firstUnreadMention: null,
    draft: null,
    viewerSettings: {
      __typename: 'ConversationSettings',
      pinned: false,
      doNotDisturb: false,
      hidden: false,
      markedUnread: false,
      background: null,
    },
    activeAt: lastMessage?.sentAt ?? '2026-01-01T00:00:00Z',
    lastMessage,
    viewerPosition: {
      __typename: 'ConversationPosition',
      readSeq,
      deliveredSeq: readSeq,
    },
  };
}

export function listAnswer(conversations: object[], next: string | null = null) {
  return {
    __typename: 'Query',
    viewer: {
      __typename: 'Viewer',
      id: 'viewer',
      unreadCount: 0,
      background: null,
      pinnedConversations: [],
      conversations: {
        __typename: 'ViewerConversationsConnection',
        edges: conversations.map((node) => ({
          __typename: 'ViewerConversationsConnectionEdge',
          cursor: 'c',
          node,
        })),
        pageInfo: { __typename: 'PageInfo', hasNextPage: next !== null, endCursor: next },
      },
    },
  };
}

export function historyAnswer(id: string, from: number, to: number) {
  const seqs = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
  return {
    __typename: 'Query',
    conversation: {
      __typename: 'Conversation',
      id,
      messages: {
        __typename: 'ConversationMessagesConnection',
        edges: seqs.map((seq) => ({
          __typename: 'ConversationMessagesConnectionEdge',
          node: message(id, seq),
        })),
        pageInfo: {
          __typename: 'PageInfo',
          hasPreviousPage: from > 1,
          startCursor: seqs.length > 0 ? `before ${from}` : null,
          hasNextPage: false,
          endCursor: seqs.length > 0 ? `after ${to}` : null,
        },
      },
    },
  };
}

/** urql passes changes on in a later turn of the event loop. */
export const settle = () => new Promise((resolve) => setTimeout(resolve));

const stops: (() => void)[] = [];
/** Ends what the pages of a test have begun. */
export function closePages(): void {
  for (const stop of stops.splice(0)) stop();
}

/** The page's client with the real cache; the network and the stream are in the test's hands. */
export function page(
  disk?: Disk,
  featuresOf = (store: HistoryStore): FeatureCache[] => [
    ...conversationsCache(ME),
    ...messagesCache(ME, store),
  ],
) {
  const store = new HistoryStore();
  const features = featuresOf(store);
  const { cache, events, kept, rules } = mergeFeatures(features);
  const entities = new KeptEntities(rules);
  const sources = [...kept, entities];
  const asked: Operation[] = [];
  const answers = makeSubject<ReturnType<typeof makeResult>>();
  let emit: (event: object) => void = () => {};
  const network: Exchange = () => (operations) =>
    merge([
      answers.source,
      pipe(
        operations,
        tap((operation) => {
          if (operation.kind !== 'teardown') asked.push(operation);
        }),
        filter((_operation): _operation is never => false),
      ),
    ]);
  const client = new Client({
    url: 'http://test',
    preferGetMethod: false,
    requestPolicy: 'cache-and-network',
    exchanges: [
      withBesideCache(
        withOvertakenAnswers(
          cacheExchange({ ...cache, ...(disk && { storage: entities.storage }) }),
        ),
      ),
      subscriptionExchange({
        forwardSubscription: () => ({
          subscribe: (sink) => {
            emit = (event) =>
              sink.next({ data: { __typename: 'Subscription', events: event } } as never);
            return { unsubscribe: () => {} };
          },
        }),
      }),
      network,
    ],
  });
  const live = client.subscription(liveDocument(events), {}).subscribe(({ data }) => {
    for (const { typename, heard } of events) {
      if (typename === data?.events.__typename) heard?.(data.events as never);
    }
  });
  stops.push(live.unsubscribe, startUnlisted(client));
  for (const source of disk ? sources : []) disk?.restore(source);

  function show<Data, Variables extends object>(
    document: TypedDocumentNode<Data, Variables>,
    variables: Variables,
    policy?: Partial<OperationContext>,
  ) {
    const shown: { data?: Data } = {};
    const { unsubscribe } = client.query(document, variables, policy).subscribe(({ data }) => {
      shown.data = data;
    });
    stops.push(unsubscribe);
    return shown;
  }

  return {
    client,
    events,
    store,
    show,
    /** Everything asked of the network that has not been answered. */
    asked,
    async answer(data: object, operation = asked.shift()) {
      if (!operation) throw new Error('Nothing was asked.');
      answers.next(makeResult(operation, { data }));
      await settle();
    },
    async fail(operation = asked.shift()) {
      if (!operation) throw new Error('Nothing was asked.');
      const error = new Error('offline') as never;
      answers.next({ ...makeResult(operation, { data: null }), error });
      await settle();
    },
    /** Puts what it knows on the disk. */
    async keep() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      for (const source of sources) disk?.take(source);
    },
    async hear(event: object) {
      emit(event);
      await settle();
    },
  };
}

export const sent = (of: ReturnType<typeof message>) => ({
  __typename: 'MessageSent',
  cursor: 'c',
  message: of,
});

export async function list(at: ReturnType<typeof page>, conversations: object[]) {
  const shown = at.show(ConversationListQuery, { first: 30 });
  await at.answer(listAnswer(conversations));
  return () =>
    Object.fromEntries(
      (shown.data?.viewer.conversations.edges ?? []).map(({ node }) => [
        node.id,
        { last: node.lastMessage?.seq, unread: node.unreadCount, lastSeq: node.lastSeq },
      ]),
    );
}

export function history(at: ReturnType<typeof page>, id: string) {
  const head = at.show(HistoryQuery, { id, last: 20 });
  const scope = new HistoryScope(at.store, id);
  stops.push(scope.subscribe(() => {}));
  return {
    scope,
    seqs: () => scope.state().messages.map(({ seq }) => seq),
    conversation: () => head.data?.conversation,
  };
}

/** What lies before a cursor, asked for as by somebody who scrolls up. */
export const older = (at: ReturnType<typeof page>, id: string, cursor: string, size = 20) =>
  fetchMore(at.client, at.store, { id, side: 'older', ask: { cursor }, size });
