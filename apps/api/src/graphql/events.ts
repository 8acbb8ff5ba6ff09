import { initContextCache } from '@pothos/core';
import { GraphQLError } from 'graphql';
import type { Control, Delivered, HintKind, LoggedKind } from '../realtime/catalogue.ts';
import { followAsEvents, readEvents } from '../realtime/reading.ts';
import { builder } from './builder.ts';
import { type Context, requireViewer } from './context.ts';
import type { Asking } from './loading.ts';
import { toGlobalId } from './nodes.ts';

/** A delivered event of one kind. */
export type DeliveredAs<K extends LoggedKind | HintKind | Control['kind']> = Delivered & {
  kind: K;
};

type ReadAhead = (
  context: Context,
  events: readonly Delivered[],
  asking: Asking,
) => Promise<unknown>;

const ahead = new Map<Delivered['kind'], ReadAhead>();

/**
 * Has what events of a kind are about read for many of them together, before they are executed: a field that knows its
 * value answers at once, and thousands that do not are thousands of promises.
 */
export function readAhead<K extends LoggedKind>(
  kind: K,
  read: (context: Context, events: readonly DeliveredAs<K>[], asking: Asking) => Promise<unknown>,
): void {
  ahead.set(kind, read as ReadAhead);
}

export const readerAhead = (kind: Delivered['kind']): ReadAhead | undefined => ahead.get(kind);

interface EventShape {
  kind: string;
  cursor: string;
}

export const EventInterface = builder.interfaceRef<EventShape>('Event').implement({
  description: 'Anything that the event stream carries.',
  resolveType: (event) => event.kind,
  fields: (t) => ({
    cursor: t.field({
      type: 'Cursor',
      description: 'Where to resume once this event has been dealt with. Keep the newest.',
      resolve: (event) => event.cursor,
    }),
  }),
});

interface LoggedShape extends EventShape {
  streamId: string;
  seq: number;
  at: string;
}

export const LoggedEventInterface = builder.interfaceRef<LoggedShape>('LoggedEvent').implement({
  description:
    'An event of the log. It has a place in its stream (a conversation’s, or the account’s own), in which there are no gaps, and comes again to whoever resumes before it.',
  interfaces: [EventInterface],
  resolveType: (event) => event.kind,
  fields: (t) => ({
    id: t.id({
      description: 'Recognises the event when it comes twice, as it may where replay meets live.',
      resolve: (event) => toGlobalId('Event', `${event.streamId}:${event.seq}`),
    }),
    streamId: t.id({
      description: 'Names the stream. Opaque: only good for telling streams apart.',
      resolve: (event) => toGlobalId('Stream', event.streamId),
    }),
    seq: t.exposeInt('seq', {
      description: 'Place in the stream: 1, 2, 3 … the same for everyone.',
    }),
    at: t.field({
      type: 'DateTime',
      description: 'When it was written.',
      resolve: (event) => event.at,
    }),
  }),
});

/** Declares the GraphQL type of one kind of logged event; the domain adds the fields that its payload stands for. */
export function loggedEvent<K extends LoggedKind>(kind: K, description: string) {
  return builder
    .objectRef<DeliveredAs<K>>(kind)
    .implement({ description, interfaces: [EventInterface, LoggedEventInterface] });
}

/** Declares the GraphQL type of one kind of hint. */
export function hintEvent<K extends HintKind>(kind: K, description: string) {
  return builder
    .objectRef<DeliveredAs<K>>(kind)
    .implement({ description, interfaces: [EventInterface] });
}

builder.objectType(builder.objectRef<DeliveredAs<'CaughtUp'>>('CaughtUp'), {
  description: 'Everything missed has been replayed; from here on events are live.',
  interfaces: [EventInterface],
});

const ResetReason = builder.enumType('ResetReason', {
  description: 'Why a cursor cannot be honoured.',
  values: {
    TOO_OLD: { description: 'Events behind it are no longer kept.' },
    FOREIGN: { description: 'It is from another database, or from before a backup was restored.' },
  } as const,
});

builder.objectType(builder.objectRef<DeliveredAs<'Reset'>>('Reset'), {
  description:
    'The cursor cannot be honoured: forget what is cached, fetch afresh, and go on from this event’s cursor. Never a silent gap.',
  interfaces: [EventInterface],
  fields: (t) => ({
    reason: t.field({
      type: ResetReason,
      description: 'Why.',
      resolve: (event) => event.reason,
    }),
  }),
});

const EventPage = builder
  .objectRef<{ events: Delivered[]; cursor: string; caughtUp: boolean }>('EventPage')
  .implement({
    description: 'A page of missed events.',
    fields: (t) => ({
      events: t.field({
        type: [EventInterface],
        description: 'Ordered within each stream.',
        resolve: (page) => page.events,
      }),
      cursor: t.field({
        type: 'Cursor',
        description: 'Ask with this `after` for what follows.',
        resolve: (page) => page.cursor,
      }),
      caughtUp: t.exposeBoolean('caughtUp', {
        description: 'False when more is waiting: ask again at once.',
      }),
    }),
  });

const EVENTS_DEFAULT = 100;
const EVENTS_MAX = 500;

builder.queryField('events', (t) =>
  t.field({
    type: EventPage,
    authScopes: { signedIn: true },
    description:
      'Everything since a cursor, by plain HTTP: the same events as the subscription. Without `after`: no events, and the cursor of now.',
    args: {
      after: t.arg({ type: 'Cursor', description: 'A cursor from an event or from this query.' }),
      first: t.arg.int({
        defaultValue: EVENTS_DEFAULT,
        description: `At most so many events, 1 to ${EVENTS_MAX}.`,
      }),
    },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, (first ?? 0) / 20) }),
    resolve: (_root, { after, first }, context) => {
      const limit = first ?? EVENTS_DEFAULT;
      if (limit < 1 || limit > EVENTS_MAX)
        throw new GraphQLError(`\`first\` is between 1 and ${EVENTS_MAX}, not ${limit}.`, {
          extensions: { code: 'BAD_USER_INPUT' },
        });
      return readEvents(context.backend, requireViewer(context), after ?? null, limit);
    },
  }),
);

builder.subscriptionField('events', (t) =>
  t.field({
    type: EventInterface,
    authScopes: { signedIn: true },
    description:
      'Everything that happens for the caller, in one stream: what came after the cursor, then CaughtUp, then live. Membership decides what it carries, and a change of membership takes effect at once. Without `after`: live from now on, beginning with CaughtUp.',
    args: {
      after: t.arg({ type: 'Cursor', description: 'The newest cursor the caller has kept.' }),
    },
    subscribe: (_root, { after }, context) =>
      followAsEvents(context.backend, requireViewer(context), after ?? null),
    resolve: (event, _args, context) => {
      // Over SSE one context serves the whole stream, but what loaders have read is true for one event only.
      if (!context.sideBySide) Object.assign(context, initContextCache());
      return event;
    },
  }),
);
