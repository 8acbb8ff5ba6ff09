import type { Cache } from '@urql/exchange-graphcache';
import { graphql } from '@/lib/graphql';
import { liveEvent } from '@/lib/live/event';
import { forgetOpened } from '@/lib/urql/forget';
import type { HistoryMessage, HistoryStore } from './history-store';

/** Conversation stream. */
const HistoryHears_GroupChanged = graphql(`
  fragment HistoryHears_GroupChanged on GroupChanged @_unmask {
    conversation {
      id
      name
      description
      avatarEmoji
      avatar {
        id
        thumbnailUrl
      }
      forwardingForbidden
    }
  }
`);

/** Conversation stream. */
const HistoryHears_ReceiptMoved = graphql(`
  fragment HistoryHears_ReceiptMoved on ReceiptMoved @_unmask {
    member {
      id
    }
  }
`);

/** Conversation stream. */
const HistoryHears_MembersJoined = graphql(`
  fragment HistoryHears_MembersJoined on MembersJoined @_unmask {
    conversation {
      id
      memberCount
    }
  }
`);

/** Conversation stream. */
const HistoryHears_MemberChanged = graphql(`
  fragment HistoryHears_MemberChanged on MemberChanged @_unmask {
    conversation {
      id
    }
    member {
      id
      groupNickname
    }
  }
`);

/** Conversation stream. */
const HistoryHears_MemberLeft = graphql(`
  fragment HistoryHears_MemberLeft on MemberLeft @_unmask {
    memberId
    conversation {
      id
      memberCount
    }
  }
`);

/** What becomes of a group is also to be seen in what was said in it, and where somebody has recommended it. */
export function groupChanges(history: HistoryStore) {
  return [
    liveEvent(HistoryHears_GroupChanged, {
      apply: ({ conversation }) => {
        if (!conversation) return;
        const { id, forwardingForbidden: byGroup, name, ...look } = conversation;
        const { description, avatarEmoji, avatar } = look;
        history.changeAll(id, (message) => {
          const forwardingForbidden = byGroup || message.forwardingForbiddenBySender;
          const same = message.forwardingForbidden === forwardingForbidden;
          return same ? message : { ...message, forwardingForbidden };
        });
        changeCards(history, id, { name: name ?? '', description, avatarEmoji, avatar });
      },
    }),
    liveEvent(HistoryHears_ReceiptMoved, { apply: (_event, cache) => forgetReceipts(cache) }),
    liveEvent(HistoryHears_MembersJoined, { apply: (event) => countMembers(history, event) }),
    liveEvent(HistoryHears_MemberChanged, {
      apply: ({ conversation, member }) => {
        if (conversation && member) changeSender(history, conversation.id, member.id, member);
      },
    }),
    liveEvent(HistoryHears_MemberLeft, {
      apply: (event, cache) => {
        countMembers(history, event);
        if (event.conversation) changeSender(history, event.conversation.id, event.memberId, null);
        forgetReceipts(cache);
      },
    }),
  ];
}

/** Who has read a message, where it is being looked at: which messages a receipt is about, only the API can say. */
const forgetReceipts = (cache: Cache) => forgetOpened(cache, 'Message', ['delivery', 'recipients']);

type Counted = { conversation: { id: string; memberCount: number } | null };

function countMembers(history: HistoryStore, { conversation }: Counted): void {
  if (conversation)
    changeCards(history, conversation.id, { memberCount: conversation.memberCount });
}

/** What somebody is called in a group is also to be seen with what they have said there. */
function changeSender(
  history: HistoryStore,
  conversationId: string,
  memberId: string,
  member: HistoryMessage['senderMember'],
): void {
  history.changeAll(conversationId, (message) => {
    const own = message.senderMember?.id === memberId;
    const quoted = message.replyTo?.senderMember?.id === memberId;
    if (!own && !quoted) return message;
    return {
      ...message,
      senderMember: own ? member : message.senderMember,
      replyTo: message.replyTo && {
        ...message.replyTo,
        senderMember: quoted ? member : message.replyTo.senderMember,
      },
    };
  });
}

type Card = Extract<HistoryMessage['content'], { __typename: 'GroupCardContent' }>;

/** Seldom, and over what is loaded only. */
function changeCards(
  history: HistoryStore,
  groupId: string,
  changes: Partial<NonNullable<Card['group']>>,
): void {
  for (const { messages } of history.all().values()) {
    for (const { id, content } of [...messages]) {
      if (content.__typename !== 'GroupCardContent' || content.group?.id !== groupId) continue;
      const group = { ...content.group, ...changes };
      history.change(id, (message) => ({ ...message, content: { ...content, group } }));
    }
  }
}
