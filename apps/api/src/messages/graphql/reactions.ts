import type { Account, MessageReaction } from '@teahouse/db/client';
import { people, User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { createLoader } from '../../graphql/loading.ts';
import { requireId } from '../../graphql/nodes.ts';
import { instantAndId, keysetConnection, splitInstantAndId } from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { jsonRows } from '../../platform/rows.ts';
import { MessageGoneError } from '../errors.ts';
import {
  addReaction,
  fewReactionsOf,
  type ReactionGroup as Group,
  groupFew,
  readReactions,
  removeReaction,
} from '../service/reactions.ts';
import { messageEvent, messagePayload, messagesCompany } from './message.ts';
import { SPEAKING_ERRORS } from './sending.ts';

const reactions = createLoader<Group[]>(async (messageIds, { backend }) => {
  const groups = await readReactions(backend, messageIds);
  return messageIds.map((id) => groups.get(id) ?? []);
});

messagesCompany.add('reactions', {
  sql: jsonRows(fewReactionsOf('page')),
  take: (context, found, page) => {
    const groups = groupFew((found ?? []) as Group[]);
    if (groups) for (const { id } of page) reactions.prime(context, id, groups.get(id) ?? []);
  },
});

const groupKey = ({ messageId, emoji }: Pick<MessageReaction, 'messageId' | 'emoji'>) =>
  `${messageId}:${emoji}`;

async function loadViewerReacted(keys: string[], context: Context) {
  const own = await context.backend.db.messageReaction.findMany({
    where: {
      accountId: requireViewer(context).accountId,
      messageId: { in: [...new Set(keys.map((key) => key.split(':')[0] ?? ''))] },
    },
  });
  const reacted = new Set(own.map(groupKey));
  return keys.map((key) => reacted.has(key));
}

type Reacting = Account & { reactedAt: Date };

/** Reactions beyond a key, in the order of their instants and, within one, of their people. */
function beyond(direction: 'gt' | 'lt', key: string | undefined) {
  if (!key) return {};
  const { instant, id } = splitInstantAndId(key);
  return {
    OR: [
      { createdAt: { [direction]: instant } },
      { createdAt: instant, accountId: { [direction]: id } },
    ],
  };
}

const ReactionGroup = builder.objectRef<Group>('ReactionGroup').implement({
  description: 'Everybody who reacted to a message with the same emoji.',
  fields: (t) => ({
    emoji: t.exposeString('emoji', { description: 'One emoji.' }),
    count: t.exposeInt('count', { description: 'How many people did.' }),
    recent: t.field({
      type: [User],
      description: 'Those who did last, the newest first; at most 5.',
      resolve: (group, _args, context) => group.recent.map((id) => people.load(context, id)),
    }),
    users: t.connection({
      type: User,
      description: 'All of them, the newest first.',
      complexity: pageCost,
      resolve: ({ messageId, emoji }, args, { backend }) =>
        keysetConnection({
          args,
          key: ({ reactedAt, id }: Reacting) => instantAndId(reactedAt, id),
          form: INSTANT_AND_UUID_FORM,
          load: async ({ after, before, limit, inverted }) => {
            const order = inverted ? 'asc' : 'desc';
            const reactions = await backend.db.messageReaction.findMany({
              where: { messageId, emoji, AND: [beyond('lt', after), beyond('gt', before)] },
              include: { account: true },
              orderBy: [{ createdAt: order }, { accountId: order }],
              take: limit,
            });
            return reactions.map(({ account, createdAt }) => ({
              ...account,
              reactedAt: createdAt,
            }));
          },
        }),
    }),
    viewerReacted: t.loadable({
      type: 'Boolean',
      description: 'Whether the viewer is one of them. Depends on the viewer.',
      load: loadViewerReacted,
      resolve: groupKey,
    }),
  }),
});

builder.prismaObjectField('Message', 'reactions', (t) =>
  t.field({
    type: [ReactionGroup],
    description:
      'Reactions to it by emoji, in the order in which they were first used; at most 20.',
    resolve: ({ id }, _args, context) => reactions.load(context, id),
  }),
);

const reactionFields = {
  messageId: { required: true, description: 'A `Message`.' },
  emoji: {
    required: true,
    description: 'One emoji as Unicode recommends them for interchange (RGI, UTS #51).',
  },
} as const;

const AddReactionInput = builder.inputType('AddReactionInput', {
  description: 'A reaction to add.',
  fields: (t) => ({
    messageId: t.id(reactionFields.messageId),
    emoji: t.string(reactionFields.emoji),
  }),
});
const RemoveReactionInput = builder.inputType('RemoveReactionInput', {
  description: 'A reaction of the caller’s to take back.',
  fields: (t) => ({
    messageId: t.id(reactionFields.messageId),
    emoji: t.string(reactionFields.emoji),
  }),
});

const AddReactionPayload = messagePayload(
  'AddReactionPayload',
  'reacted',
  'The reaction is there, or was.',
);
const RemoveReactionPayload = messagePayload(
  'RemoveReactionPayload',
  'reacted',
  'The reaction is not there any more.',
);

builder.mutationFields((t) => ({
  addReaction: t.field({
    type: AddReactionPayload,
    authScopes: { signedIn: true },
    description: 'Reacts to what somebody said. At most 20 different emoji on one message.',
    errors: {
      types: [...SPEAKING_ERRORS, MessageGoneError, LimitReachedError, InvalidFieldError],
    },
    args: { input: t.arg({ type: AddReactionInput, required: true, description: 'Reaction.' }) },
    resolve: (_root, { input }, context) =>
      addReaction(context.backend, requireViewer(context), {
        messageId: requireId('Message', input.messageId, 'message'),
        emoji: input.emoji,
      }),
  }),
  removeReaction: t.field({
    type: RemoveReactionPayload,
    authScopes: { signedIn: true },
    description:
      'Takes a reaction of the caller’s back. Those who may not speak may still do this.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: RemoveReactionInput, required: true, description: 'Reaction.' }) },
    resolve: (_root, { input }, context) =>
      removeReaction(context.backend, requireViewer(context), {
        messageId: requireId('Message', input.messageId, 'message'),
        emoji: input.emoji,
      }),
  }),
}));

const reactionEvent = (kind: 'ReactionAdded' | 'ReactionRemoved', description: string) =>
  builder.objectFields(messageEvent(kind, description), (t) => ({
    user: t.prismaField({
      type: User,
      description: 'Whose reaction it is.',
      resolve: (query, { payload }, _args, { backend }) =>
        backend.db.account.findUniqueOrThrow({ ...query, where: { id: payload.accountId } }),
    }),
    emoji: t.string({ description: 'Which.', resolve: ({ payload }) => payload.emoji }),
  }));
reactionEvent('ReactionAdded', 'Somebody reacted to a message. Conversation stream.');
reactionEvent('ReactionRemoved', 'Somebody took a reaction back. Conversation stream.');
