import { User } from '../../accounts/graphql/user.ts';
import { Conversation } from '../../conversations/graphql/conversation.ts';
import {
  conversationOf,
  conversationStillVisible,
  memberOf,
} from '../../conversations/graphql/events.ts';
import { ConversationMember } from '../../conversations/graphql/member.ts';
import { builder } from '../../graphql/builder.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { toGlobalId } from '../../graphql/nodes.ts';
import { isBanned } from '../service/removal.ts';

builder.objectFields(
  loggedEvent(
    'GroupChanged',
    'What a group is called, or how it is run. A changed `forwardingForbidden` is one of each of its messages; a group made private has no `joinRequests` any more. Conversation stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'The group as it is now.',
      resolve: (event, _args, context) => conversationOf(event.streamId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'GroupDissolved',
    'The group is no more: this is the last event of its stream. Those who were away learn of it by ConversationLeft. Conversation stream.',
  ),
  (t) => ({
    conversationId: t.id({
      description: 'Which.',
      resolve: (event) => toGlobalId('Conversation', event.streamId),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'MemberChanged',
    'What a member is called, in the group or everywhere, or until when they may not speak. Conversation stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where.',
      resolve: (event, _args, context) => conversationOf(event.streamId, context),
    }),
    member: t.field({
      type: ConversationMember,
      nullable: true,
      description: 'The member as they are now; null when they have left since.',
      resolve: (event, _args, context) =>
        memberOf(event.streamId, event.payload.accountId, context),
    }),
  }),
);

builder.objectFields(
  loggedEvent(
    'GroupBanChanged',
    'Somebody was banned from a group that the caller runs, or may come back. Account stream.',
  ),
  (t) => ({
    conversation: t.field({
      type: Conversation,
      nullable: true,
      description: 'Where; null when the caller has left since. Depends on the viewer.',
      resolve: (event, _args, context) =>
        conversationStillVisible(event.payload.conversationId, context),
    }),
    user: t.prismaField({
      type: User,
      description: 'Whom it is about.',
      resolve: (query, event, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: event.payload.accountId } }),
    }),
    banned: t.boolean({
      description: 'Whether they are banned now.',
      resolve: ({ payload }, _args, { backend }) => isBanned(backend, payload),
    }),
  }),
);
