import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields } from '@/lib/urql/forget';
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
  ListHears_MessageDeleted,
  ListHears_MessageEdited,
  ListHears_MessageRecalled,
  ListHears_MessageSent,
} from './events';
import { isHidden, Listed } from './listed';
import { Positions } from './positions';
import { Hears_ApproachChanged, Hears_ReachChanged } from './strangers';
import { fetchListed } from './unlisted';

export function conversationsCache(viewerId: string | null): FeatureCache[] {
  const positions = new Positions();
  const listed = new Listed(positions);
  return [
    listed.cache,
    {
      embedded: ['ConversationSettings', 'ConversationPosition'],
      updates: { Mutation: { addMembers: forgetMembersAfter, setMemberRole: forgetMembersAfter } },
      events: conversationEvents(listed),
    },
    { events: messageEvents(listed, positions, viewerId) },
    sending(positions),
    positions.cache,
    monotone('ConversationMember', ['deliveredSeq', 'readSeq']),
    monotone('ConversationPosition', ['deliveredSeq', 'readSeq']),
    reading(positions),
  ];
}

/** What happens to messages, as the list shows it. */
function messageEvents(listed: Listed, positions: Positions, viewerId: string | null) {
  const namesMe = ({ mentions }: MessageHeard) =>
    mentions.some(({ user }) => !user || user.id === viewerId);
  /** What cannot be reckoned here: only an answer that is for me can say. */
  const doubtful = new Set<string>();
  /** A moment later: in the middle of writing to the cache nothing can be asked. */
  const doubt = (id: string) => {
    if (doubtful.size === 0) queueMicrotask(fetchDoubtful);
    doubtful.add(id);
  };
  const fetchDoubtful = () => {
    for (const id of doubtful) fetchListed(id);
    doubtful.clear();
  };
  /** Whether it named me before, no event says; where nothing is unread, or the message is not, it does not matter. */
  const countMentions = ({ message }: { message: MessageHeard }) => {
    const { id } = message.conversation;
    const standing = positions.standing(`Conversation:${id}`);
    if (!standing || message.seq <= standing.readSeq) return;
    if (standing.unreadMentions > 0 || namesMe(message)) doubt(id);
  };
  return [
    liveEvent(ListHears_MessageSent, {
      apply: ({ message }, cache) => {
        const about = { mine: message.sender.id === viewerId, names: namesMe(message) };
        hearMessage(positions, cache, message, about);
        const { id } = message.conversation;
        if (about.names) cache.invalidate(`Conversation:${id}`, 'firstUnreadMention');
        if (isHidden(cache, id) || !listed.has(cache, id)) doubt(id);
      },
    }),
    liveEvent(ListHears_MessageEdited, { apply: countMentions }),
    liveEvent(ListHears_MessageRecalled, { apply: countMentions }),
    liveEvent(ListHears_MessageDeleted, { apply: countMentions }),
  ];
}

function conversationEvents(listed: Listed) {
  return [
    liveEvent(Hears_ReceiptMoved, {}),
    liveEvent(Hears_RoleChanged, { apply: forgetMembers }),
    liveEvent(Hears_GroupChanged, {}),
    liveEvent(Hears_MemberChanged, {
      // Whom a search finds may depend on it.
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        const group = { __typename: 'Conversation', id: conversation.id };
        forgetFields(cache, group, ['members', 'mentionable'], (args) => Boolean(args?.query));
      },
    }),
    liveEvent(Hears_ConversationSettingsChanged, {
      apply: ({ conversation }, cache) => {
        if (conversation) listed.enter(cache, conversation.id);
      },
    }),
    liveEvent(Hears_MembersJoined, { apply: forgetMembers }),
    liveEvent(Hears_MemberLeft, { apply: forgetMembers }),
    liveEvent(Hears_ConversationJoined, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        const { id } = conversation;
        listed.enter(cache, id);
        // Someone who was removed and is back gets to see it again.
        cache.link('Query', 'conversation', { id }, { __typename: 'Conversation', id });
      },
    }),
    liveEvent(Hears_ConversationLeft, {
      apply: ({ conversationId }, cache) => listed.leave(cache, conversationId),
    }),
    liveEvent(Hears_ReadMoved, {}),
    liveEvent(Hears_ApproachChanged, {}),
    liveEvent(Hears_ReachChanged, { apply: (_event, cache) => forgetReach(listed, cache) }),
  ];
}

/** Of whom, the hint does not say: everybody who is shown is asked about again. */
function forgetReach(listed: Listed, cache: Cache): void {
  for (const key of listed.shown(cache)) {
    const peer = cache.resolve(key, 'peer');
    if (typeof peer === 'string') cache.invalidate(peer, 'unreachable');
  }
}

/** Large groups are read page by page; which page a change falls into only the API can say. */
function forgetMembers(
  { conversation }: { conversation: { id: string } | null },
  cache: Cache,
): void {
  if (conversation)
    forgetFields(cache, `Conversation:${conversation.id}`, ['members', 'mentionable']);
}

const forgetMembersAfter: UpdateResolver = (_result, { input }, cache) => {
  const { conversationId: id } = input as { conversationId: string };
  forgetMembers({ conversation: { id } }, cache);
};

/** What the list needs to know of a message. */
interface MessageHeard extends SentAnswer {
  sender: { id: string };
  mentions: readonly { user: { id: string } | null }[];
}

interface SentAnswer {
  id: string;
  seq: number;
  sentAt: string;
  conversation: { id: string };
}

function hearMessage(
  positions: Positions,
  cache: Cache,
  { id, seq, sentAt, conversation }: SentAnswer,
  about: { mine: boolean; names: boolean },
): void {
  const message = { seq, sentAt, key: `Message:${id}`, ...about };
  positions.hear(cache, `Conversation:${conversation.id}`, message);
}

/** The answer to sending moves the conversation as the event will, only sooner. */
function sending(positions: Positions): FeatureCache {
  const mine = { mine: true, names: false };
  const takeSent =
    (field: string): UpdateResolver =>
    (result, _args, cache) => {
      const { sent } = result[field] as { sent?: SentAnswer | SentAnswer[] };
      for (const message of sent ? [sent].flat() : []) hearMessage(positions, cache, message, mine);
    };
  return {
    updates: {
      Mutation: {
        sendMessage: takeSent('sendMessage'),
        sendCard: takeSent('sendCard'),
        sendFile: takeSent('sendFile'),
        forwardMessages: takeSent('forwardMessages'),
      },
    },
  };
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
