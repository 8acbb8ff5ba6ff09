import { getNamedType, isEnumType, isObjectType } from 'graphql';
import { schema } from '../../schema.ts';
import {
  type Actor,
  type Cells,
  everyActor,
  INSIDE,
  ORGANISED,
  type Outcome,
  PLAIN,
  RUNNING,
  who,
} from './actors.ts';
import { momentFields } from './moments.ts';
import type { FieldRow } from './object-row.ts';
import { objectRows } from './objects.ts';
import type { Readings } from './reading.ts';

/** By coordinate. Whoever may read the object and is not named finds nothing. */
export const fieldRows: Readonly<Record<string, FieldRow>> = {
  'User.relation': {
    on: 'person',
    finds: {
      SELF: ['self'],
      FRIEND: ['friend', 'blocked'],
      REQUEST_SENT: ['member'],
      STRANGER: ['colleague', 'stranger', 'former', 'muted', ...RUNNING, 'installation'],
    },
  },
  'User.blocked': { on: 'blockedPerson', finds: { OK: ['self'] } },
  'User.remark': { on: 'person', finds: { OK: ['friend'] } },
  'User.pendingFriendRequest': { on: 'person', finds: { OK: ['member'] } },
  'User.categories': { on: 'friendPerson', finds: { OK: ['self'] } },
  'User.positions': { on: 'person', finds: { OK: ORGANISED } },
  'User.strangerState': {
    on: 'person',
    finds: { NEW: ['stranger', 'former', 'muted', 'member', ...RUNNING, 'installation'] },
  },
  'User.unreachable': {
    on: 'recluse',
    finds: {
      REFUSED: [
        'blocked',
        'colleague',
        'stranger',
        'former',
        'muted',
        'member',
        'administrator',
        'installation',
      ],
    },
  },
  'User.presence': { on: 'person', finds: { OK: ['self', 'friend'] } },
  'Session.current': { on: 'device', finds: { OK: ['self'] } },
  'Conversation.activeDays': { on: 'blockedChat', finds: { OK: ['self'] } },
  'Conversation.bans': { on: 'hall', finds: { OK: RUNNING } },
  'Conversation.draft': { on: 'group', finds: { OK: ['self'] } },
  'Conversation.firstUnread': { on: 'chat', finds: { OK: ['self'] } },
  'Conversation.firstUnreadMention': { on: 'group', finds: { OK: [...PLAIN, 'administrator'] } },
  'Conversation.invites': { on: 'group', finds: { OK: RUNNING } },
  'Conversation.joinRequests': { on: 'hall', finds: { OK: RUNNING } },
  'Conversation.lastMessage': { on: 'blockedChat', finds: { OK: ['self'] } },
  'Conversation.mentionSeqs': { on: 'group', finds: { OK: [...PLAIN, 'administrator'] } },
  'Conversation.media': { on: 'chat', finds: { OK: ['self'] } },
  'Conversation.mediaCount': { on: 'chat', finds: { OK: ['self'] } },
  'Conversation.mentionable': { on: 'group', finds: { OK: INSIDE } },
  'Conversation.messages': { on: 'blockedChat', finds: { OK: ['self'] } },
  'Conversation.messagesAround': { on: 'blockedChat', finds: { OK: ['self'] } },
  'Conversation.peer': { on: 'chat', finds: { OK: ['self', 'friend'] } },
  'Conversation.pinnedMessages': { on: 'hall', finds: { OK: ['self', 'muted', ...RUNNING] } },
  'Conversation.seqAt': { on: 'blockedChat', finds: { OK: ['self'] } },
  'Conversation.unreadCount': { on: 'chat', finds: { OK: ['self'] } },
  'Conversation.unreadMentionCount': { on: 'group', finds: { OK: [...PLAIN, 'administrator'] } },
  'Conversation.viewerMember': { on: 'group', finds: { OK: INSIDE } },
  'Conversation.viewerPosition': {
    on: 'blockedChat',
    at: 'viewerPosition.readSeq',
    finds: { OK: ['blocked'] },
  },
  'Conversation.viewerSettings': {
    on: 'group',
    at: 'viewerSettings.pinned',
    finds: { OK: ['self'] },
  },
  'Draft.replyTo': { on: 'group', at: 'draft.replyTo', finds: { OK: ['self'] } },
  'Message.mentionsViewer': { on: 'message', finds: { OK: ['member'] } },
  'Message.heard': { on: 'message', finds: { OK: INSIDE } },
  'Message.viewerFavourite': { on: 'message', finds: { OK: ['self'] } },
  'Message.viewerReminders': { on: 'message', finds: { OK: ['self'] } },
  'ReactionGroup.viewerReacted': {
    on: 'message',
    at: 'reactions.0.viewerReacted',
    finds: { OK: ['self'] },
  },
  'RecalledContent.originalText': {
    on: 'recalledMessage',
    at: 'content.originalText',
    finds: { OK: ['self'] },
  },
  'MessagePinnedNotice.pinnedMessage': {
    on: 'pinNotice',
    at: 'content.pinnedMessage',
    finds: { OK: ['self', 'muted', ...RUNNING] },
  },
  'Announcement.viewerHasRead': { on: 'announcement', finds: { OK: ['self', 'owner'] } },
  'GroupInvite.group': { on: 'invitation', finds: { OK: ['friend', ...RUNNING] } },
  'GroupPreview.viewerIsMember': {
    on: 'joinRequest',
    at: 'group.viewerIsMember',
    finds: { OK: RUNNING },
  },
  'GroupPreview.viewerRequest': {
    on: 'joinRequest',
    at: 'group.viewerRequest',
    finds: { OK: ['stranger'] },
  },
  ...momentFields,
  'JoinRequest.decidedBy': { on: 'decidedRequest', finds: { OK: RUNNING } },
  'JoinRequest.group': { on: 'joinRequest', finds: { OK: ['stranger', ...RUNNING] } },
  'Favourite.source': { on: 'favourite', finds: { OK: ['self'] } },
  'Reminder.message': { on: 'reminder', finds: { OK: ['self'] } },
  'ScheduledMessage.destination': { on: 'scheduled', finds: { OK: ['self'] } },
  'ScheduledMessage.message': { on: 'sentAsScheduled', finds: { OK: ['self'] } },
  'ScheduledMessage.replyTo': { on: 'scheduled', finds: { OK: ['self'] } },
};

/** The cells of a field’s row, with what its object’s row says for those who may not read that. */
export function cellsOf({ on, finds }: FieldRow): Cells {
  const object = objectRows[on];
  if (!object) throw new Error(`There is no object ${on}`);
  const found = who(finds, 'NONE');
  const cells = everyActor.map((actor) => {
    const may = object.may[actor];
    return [actor, may === 'OK' ? found[actor] : may];
  });
  return Object.fromEntries(cells) as Record<Actor, Outcome>;
}

/** What a value is in a cell: nothing, something, or itself where it is one of a few. */
export function shown(value: unknown, coordinate = ''): Outcome {
  if (Array.isArray(value)) return value.length > 0 ? 'OK' : 'NONE';
  if (value !== null && typeof value === 'object' && 'edges' in value) return shown(value.edges);
  if (!value) return 'NONE';
  const [owner = '', name = ''] = coordinate.split('.');
  const type = schema.getType(owner);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  return field && isEnumType(getNamedType(field.type)) ? String(value) : 'OK';
}

/** What everybody found in a field. */
export function findings(readings: Readings, coordinate: string, row: FieldRow): Cells {
  const path = (row.at ?? coordinate.split('.')[1] ?? '').split('.');
  const cells = everyActor.map((actor) => {
    const reading = readings[row.on]?.[actor];
    if (reading?.outcome !== 'OK') return [actor, reading?.outcome ?? 'NOT_READ'];
    const value = path.reduce<unknown>(
      (inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key],
      reading.data,
    );
    return [actor, shown(value, coordinate)];
  });
  return Object.fromEntries(cells) as Record<Actor, Outcome>;
}
