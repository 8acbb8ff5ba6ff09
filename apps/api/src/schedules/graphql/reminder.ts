import type { Reminder as ReminderRow } from '@teahouse/db/client';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { visibleMessagesById } from '../../messages/access.ts';
import { Message } from '../../messages/graphql/message.ts';
import { InvalidFieldError, LimitReachedError, NotFoundError } from '../../platform/errors.ts';
import { requireReminder } from '../access.ts';
import { changeReminder, finishReminder, setReminder } from '../service/reminders.ts';
import { soonestFirst } from './soonest-first.ts';

const ReminderStatus = builder.enumType('ReminderStatus', {
  description: 'How far a reminder has come.',
  values: {
    PENDING: { description: 'Its time is still to come.' },
    FIRED: { description: 'Its time has come.' },
    DONE: { description: 'The person is done with it.' },
  } as const,
});

/** A message that a plan of the viewer's speaks of, where they can still see it. */
export async function loadVisibleMessages(messageIds: string[], context: Context) {
  const viewer = requireViewer(context);
  const messages = await visibleMessagesById(context.backend, viewer, messageIds);
  return messageIds.map((id) => messages.find((message) => message.id === id) ?? null);
}

const Reminder = builder.prismaObject('Reminder', {
  description: 'Brings a message back to the viewer at a time they chose. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Reminder')),
    message: t.loadable({
      type: Message,
      nullable: true,
      description:
        'What it is about; null when the viewer cannot see it any more. Depends on the viewer.',
      load: loadVisibleMessages,
      resolve: (reminder) => reminder.messageId,
    }),
    note: t.exposeString('note', { description: 'At most 200 characters; may be empty.' }),
    remindAt: t.expose('remindAt', { type: 'DateTime', description: 'When it fires.' }),
    reminderStatus: t.expose('status', {
      type: ReminderStatus,
      description: 'How far it has come.',
    }),
    firedAt: t.expose('firedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it fired; null before.',
    }),
  }),
});
registerNode('Reminder', requireReminder);

const OPEN = ['PENDING' as const, 'FIRED' as const];

builder.objectField(Viewer, 'reminders', (t) =>
  t.connection({
    type: Reminder,
    description: 'The viewer’s reminders, the soonest first.',
    complexity: pageCost,
    args: {
      statuses: t.arg({
        type: [ReminderStatus],
        required: true,
        defaultValue: OPEN,
        description: 'Only those which have come so far.',
      }),
    },
    resolve: ({ accountId }, { statuses, ...args }, { backend }) =>
      soonestFirst(args, 'remindAt', ({ AND, ...page }) =>
        backend.db.reminder.findMany({
          ...page,
          where: { accountId, status: { in: statuses }, AND },
        }),
      ),
  }),
);

builder.prismaObjectField('Message', 'viewerReminders', (t) =>
  t.loadableList({
    type: Reminder,
    description:
      'The viewer’s reminders of it that are not done, the soonest first. Depends on the viewer.',
    load: async (messageIds: string[], context: Context) => {
      const { accountId } = requireViewer(context);
      const reminders = await context.backend.db.reminder.findMany({
        where: { accountId, messageId: { in: messageIds }, status: { in: OPEN } },
        orderBy: [{ remindAt: 'asc' }, { id: 'asc' }],
      });
      return messageIds.map((id) => reminders.filter(({ messageId }) => messageId === id));
    },
    resolve: (message) => message.id,
  }),
);

const reminderId = { required: true, description: 'A `Reminder`.' } as const;
const SetReminderInput = builder.inputType('SetReminderInput', {
  description: 'What to be reminded of.',
  fields: (t) => ({
    messageId: t.id({ required: true, description: 'A `Message` that the caller can see.' }),
    remindAt: t.field({
      type: 'DateTime',
      required: true,
      description: 'When; at most a year from now.',
    }),
    note: t.string({ description: 'Words to go with it; at most 200 characters.' }),
  }),
});
const ChangeReminderInput = builder.inputType('ChangeReminderInput', {
  description: 'A reminder as it is to be.',
  fields: (t) => ({
    reminderId: t.id(reminderId),
    remindAt: t.field({
      type: 'DateTime',
      description:
        'When it is to fire, also where it has fired or is done; null leaves that as it is.',
    }),
    note: t.string({ description: 'Words to go with it; null leaves them as they are.' }),
  }),
});
const FinishReminderInput = builder.inputType('FinishReminderInput', {
  description: 'A reminder that is not needed any longer.',
  fields: (t) => ({ reminderId: t.id(reminderId) }),
});

const reminderPayload = (name: string, description: string) =>
  builder.objectRef<ReminderRow>(name).implement({
    description,
    fields: (t) => ({
      reminder: t.field({
        type: Reminder,
        description: 'The reminder as it stands now.',
        resolve: (reminder) => reminder,
      }),
    }),
  });
const SetReminderPayload = reminderPayload('SetReminderPayload', 'The reminder is set.');
const ChangeReminderPayload = reminderPayload('ChangeReminderPayload', 'The reminder is changed.');
const FinishReminderPayload = reminderPayload('FinishReminderPayload', 'The reminder is done.');

const reminderIdOf = (id: string) => requireId('Reminder', id, 'reminder');

builder.mutationFields((t) => ({
  setReminder: t.field({
    type: SetReminderPayload,
    authScopes: { signedIn: true },
    description:
      'Reminds the caller of a message later. The same message and time again answer with the reminder that is there.',
    errors: { types: [NotFoundError, InvalidFieldError, LimitReachedError] },
    args: { input: t.arg({ type: SetReminderInput, required: true, description: 'Of what.' }) },
    resolve: (_root, { input }, context) =>
      setReminder(context.backend, requireViewer(context), {
        messageId: requireId('Message', input.messageId, 'message'),
        remindAt: input.remindAt,
        note: input.note ?? '',
      }),
  }),
  changeReminder: t.field({
    type: ChangeReminderPayload,
    authScopes: { signedIn: true },
    description: 'Gives a reminder another time, another note, or both.',
    errors: { types: [NotFoundError, InvalidFieldError, LimitReachedError] },
    args: { input: t.arg({ type: ChangeReminderInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      changeReminder(context.backend, requireViewer(context), reminderIdOf(input.reminderId), {
        remindAt: input.remindAt ?? null,
        note: input.note ?? null,
      }),
  }),
  finishReminder: t.field({
    type: FinishReminderPayload,
    authScopes: { signedIn: true },
    description: 'Is done with a reminder. One that has not fired does not fire any more.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: FinishReminderInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      finishReminder(context.backend, requireViewer(context), reminderIdOf(input.reminderId)),
  }),
}));

const reminderOfEvent = (
  query: object,
  { payload }: { payload: { reminderId: string } },
  _args: object,
  context: Context,
) =>
  context.backend.db.reminder.findFirst({
    ...query,
    where: { id: payload.reminderId, accountId: requireViewer(context).accountId },
  });

builder.objectFields(
  loggedEvent('ReminderChanged', 'The caller set, changed or finished a reminder. Account stream.'),
  (t) => ({
    reminder: t.prismaField({
      type: Reminder,
      nullable: true,
      description: 'The reminder as it is now. Depends on the viewer.',
      resolve: reminderOfEvent,
    }),
  }),
);

builder.objectFields(
  loggedEvent('ReminderFired', 'The time of one of the caller’s reminders came. Account stream.'),
  (t) => ({
    reminder: t.prismaField({
      type: Reminder,
      nullable: true,
      description: 'The reminder as it is now. Depends on the viewer.',
      resolve: reminderOfEvent,
    }),
  }),
);
