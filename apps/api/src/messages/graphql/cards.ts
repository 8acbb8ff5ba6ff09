import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { publicGroups } from '../../groups/access.ts';
import { GroupPreview } from '../../groups/graphql/preview.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { ClientIdReusedError } from '../errors.ts';
import { sendCard } from '../service/cards.ts';
import { registerContent, type Said } from './content.ts';
import { messagePayload } from './message.ts';
import { newMessageFields, SENDING_ERRORS } from './sending.ts';

/** The id that a card keeps beside its text. */
const introduced = ({ data }: Said, key: 'accountId' | 'groupId'): string =>
  String((data as Record<string, unknown> | null)?.[key]);

const ContactCardContent = builder.objectRef<Said>('ContactCardContent').implement({
  description: 'Introduces a person.',
  fields: (t) => ({
    user: t.prismaField({
      type: User,
      nullable: true,
      description: 'Who; null when they are no longer here.',
      resolve: (query, said, _args, { backend }) =>
        backend.db.account.findUnique({ ...query, where: { id: introduced(said, 'accountId') } }),
    }),
  }),
});

const GroupCardContent = builder.objectRef<Said>('GroupCardContent').implement({
  description: 'Introduces a public group.',
  fields: (t) => ({
    group: t.field({
      type: GroupPreview,
      nullable: true,
      description: 'Which; null when it is no longer public, or no longer there.',
      resolve: (said, _args, { backend }) =>
        backend.db.conversation.findFirst({
          where: { ...publicGroups, id: introduced(said, 'groupId') },
        }),
    }),
  }),
});

registerContent({ CONTACT_CARD: ContactCardContent, GROUP_CARD: GroupCardContent });

const SendCardInput = builder.inputType('SendCardInput', {
  description: 'Whom or what to introduce: a person or a public group, one of the two.',
  fields: (t) => ({
    ...newMessageFields(t),
    userId: t.id({ description: 'A `User`.' }),
    groupId: t.id({ description: 'A public group, by the id of its `Conversation`.' }),
  }),
});

const SendCardPayload = messagePayload(
  'SendCardPayload',
  'sent',
  'The card is stored, has its place, and will reach every member.',
);

builder.mutationField('sendCard', (t) =>
  t.field({
    type: SendCardPayload,
    authScopes: { signedIn: true },
    description: 'Sends the card of a person or of a public group.',
    errors: { types: [...SENDING_ERRORS, ClientIdReusedError, InvalidFieldError] },
    args: { input: t.arg({ type: SendCardInput, required: true, description: 'The card.' }) },
    resolve: (_root, { input }, context) =>
      sendCard(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', input.conversationId, 'conversation'),
        clientId: input.clientId,
        accountId: input.userId ? requireId('User', input.userId, 'person') : null,
        groupId: input.groupId ? requireId('Conversation', input.groupId, 'group') : null,
      }),
  }),
);
