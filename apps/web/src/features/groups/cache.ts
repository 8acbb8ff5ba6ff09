import type { Cache, UpdateResolver } from '@urql/exchange-graphcache';
import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { forgetFields, forgetOpened } from '@/lib/urql/forget';
import { forgetLists } from '@/lib/urql/viewer';
import {
  GroupsHear_AnnouncementMarkedRead,
  GroupsHear_AnnouncementPublished,
  GroupsHear_AnnouncementRead,
  GroupsHear_AnnouncementRemoved,
  GroupsHear_ConversationJoined,
  GroupsHear_ConversationLeft,
  GroupsHear_GroupBanChanged,
  GroupsHear_GroupChanged,
  GroupsHear_GroupInviteChanged,
  GroupsHear_JoinRequestChanged,
  GroupsHear_MemberLeft,
  GroupsHear_MembersJoined,
  GroupsHear_RoleChanged,
} from './events';
import { forgetLeaving, noteLeaving } from './leavings';

interface Answered {
  conversation?: { id: string };
  announcement?: { conversation: { id: string } };
  announcementId?: string;
  conversationId?: string;
}

const ANNOUNCEMENTS = ['announcements', 'latestAnnouncement'];
/** What only those who run a group see of it. */
const AFFAIRS = ['invites', 'joinRequests', 'bans'];

/** Their order and their pages are the API's: what has changed is asked for again, where it is on the screen. */
export function groupsCache(viewerId: string | null): FeatureCache {
  return {
    embedded: ['GroupBan'],
    updates: {
      Mutation: {
        joinGroup: comeIn('joinGroup'),
        joinGroupByInvite: comeIn('joinGroupByInvite'),
        declineGroupInvite: (_result, _args, cache) => forgetLists(cache, ['groupInvitations']),
        requestToJoinGroup: (_result, _args, cache) => forgetLists(cache, ['joinRequests']),
        cancelJoinRequest: (_result, _args, cache) => forgetLists(cache, ['joinRequests']),
        decideJoinRequest: (_result, _args, cache) => forgetLists(cache, ['receivedJoinRequests']),
        inviteToGroup: forgetAfter(['invites']),
        createGroupInvite: forgetAfter(['invites']),
        removeMembers: forgetAfter(['members', 'bans']),
        unbanFromGroup: forgetAfter(['bans']),
        transferGroup: forgetAfter(['members']),
        publishAnnouncement: forgetAfter(ANNOUNCEMENTS),
        removeAnnouncement: (result, _args, cache) => {
          const { announcementId } = result.removeAnnouncement as Answered;
          if (announcementId) cache.invalidate({ __typename: 'Announcement', id: announcementId });
        },
      },
    },
    events: [...doorEvents(), ...membershipEvents(viewerId), ...announcementEvents()],
  };
}

/** Who may come in, and who asks to. */
function doorEvents() {
  return [
    liveEvent(GroupsHear_GroupInviteChanged, {
      apply: ({ invite }, cache) => {
        forgetLists(cache, ['groupInvitations']);
        if (invite?.group) forgetOf(cache, invite.group.id, ['invites']);
      },
    }),
    liveEvent(GroupsHear_JoinRequestChanged, {
      apply: ({ joinRequest }, cache) => {
        forgetLists(cache, ['joinRequests', 'receivedJoinRequests']);
        if (joinRequest?.group) forgetOf(cache, joinRequest.group.id, ['joinRequests']);
        // A group that cannot be seen any more names itself no longer.
        else forgetFields(cache, 'Query', ['publicGroup']);
      },
    }),
    liveEvent(GroupsHear_GroupBanChanged, {
      apply: ({ conversation }, cache) => {
        if (conversation) forgetOf(cache, conversation.id, ['bans']);
      },
    }),
    liveEvent(GroupsHear_GroupChanged, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        forgetPreview(cache, conversation.id);
        // A group that is made private declines everybody who waits, and says no more of it than that.
        if (conversation.visibility !== 'PRIVATE') return;
        forgetOf(cache, conversation.id, ['joinRequests']);
        forgetLists(cache, ['receivedJoinRequests']);
      },
    }),
  ];
}

function membershipEvents(viewerId: string | null) {
  return [
    liveEvent(GroupsHear_RoleChanged, {
      apply: ({ conversation, member }, cache) => {
        if (!conversation || member?.user.id !== viewerId) return;
        forgetOf(cache, conversation.id, AFFAIRS);
        forgetLists(cache, ['receivedJoinRequests']);
      },
    }),
    liveEvent(GroupsHear_MembersJoined, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        forgetPreview(cache, conversation.id);
        forgetOpened(cache, 'Announcement', ['readers']);
      },
    }),
    liveEvent(GroupsHear_MemberLeft, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        forgetPreview(cache, conversation.id);
        // Who has left is no reader any more; which announcements they had read is not told.
        forgetOf(cache, conversation.id, ANNOUNCEMENTS);
        forgetOpened(cache, 'Announcement', ['readers']);
      },
    }),
    liveEvent(GroupsHear_ConversationJoined, {
      apply: ({ conversation }, cache) => {
        if (!conversation) return;
        forgetPreview(cache, conversation.id);
        forgetLeaving(conversation.id);
      },
    }),
    liveEvent(GroupsHear_ConversationLeft, {
      apply: ({ conversationId, leavingReason }, cache) => {
        forgetPreview(cache, conversationId);
        forgetLists(cache, ['receivedJoinRequests']);
        if (leavingReason === 'LEFT') return;
        const name = cache.resolve({ __typename: 'Conversation', id: conversationId }, 'name');
        noteLeaving(conversationId, {
          reason: leavingReason,
          name: typeof name === 'string' ? name : null,
        });
      },
    }),
  ];
}

function announcementEvents() {
  return [
    liveEvent(GroupsHear_AnnouncementPublished, {
      apply: ({ announcement }, cache) => {
        if (announcement) forgetOf(cache, announcement.conversation.id, ANNOUNCEMENTS);
      },
    }),
    liveEvent(GroupsHear_AnnouncementRemoved, {
      apply: ({ announcementId, conversation }, cache) => {
        // Who has read it, where somebody looks at that, is nobody any more.
        cache.link('Query', 'node', { id: announcementId }, null);
        if (conversation) forgetOf(cache, conversation.id, ANNOUNCEMENTS);
      },
    }),
    liveEvent(GroupsHear_AnnouncementRead, {
      apply: ({ announcement }, cache) => {
        if (announcement)
          forgetFields(cache, { __typename: 'Announcement', id: announcement.id }, ['readers']);
      },
    }),
    liveEvent(GroupsHear_AnnouncementMarkedRead, {}),
  ];
}

/** Somebody who was removed and is back sees it again at once, before the event says so. */
const comeIn =
  (field: string): UpdateResolver =>
  (result, _args, cache) => {
    const { conversation } = result[field] as Answered;
    if (!conversation) return;
    const { id } = conversation;
    cache.link('Query', 'conversation', { id }, { __typename: 'Conversation', id });
    forgetPreview(cache, id);
    forgetLists(cache, ['groupInvitations', 'joinRequests']);
  };

/** For mutations that name the conversation in their input. */
const forgetAfter =
  (fields: readonly string[]): UpdateResolver =>
  (_result, args, cache) => {
    const { conversationId } = args.input as { conversationId: string };
    forgetOf(cache, conversationId, fields);
  };

const forgetOf = (cache: Cache, conversationId: string, fields: readonly string[]) =>
  forgetFields(cache, { __typename: 'Conversation', id: conversationId }, fields);

/** What one sees from outside, and whether one is inside, only an answer can say. */
const forgetPreview = (cache: Cache, id: string) =>
  cache.invalidate({ __typename: 'GroupPreview', id });
