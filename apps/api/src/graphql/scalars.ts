import { GraphQLError } from 'graphql';
import { isoOf } from '../platform/instants.ts';
import { decodeCursor, type Position } from '../realtime/cursor.ts';
import { builder } from './builder.ts';

const refuse = (message: string) =>
  new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
export const UUID_FORM = new RegExp(`^${UUID}$`, 'i');
/** Two of them, in the id of what lies between two things. */
export const UUID_PAIR_FORM = new RegExp(`^${UUID}:${UUID}$`, 'i');
/** An instant as JavaScript writes it, and a UUID. */
export const INSTANT_AND_UUID_FORM = new RegExp(
  `^[12]\\d{3}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d\\.\\d{3}Z ${UUID}$`,
);

/** RFC 3339, section 5.6. PostgreSQL has no year 0, and the RFC none beyond 9999. */
const RFC_3339 = /^(?!0000)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i;

builder.scalarType('DateTime', {
  description:
    'An instant, as RFC 3339. Answered in UTC with milliseconds: `2026-11-21T08:30:00.000Z`; taken with any offset, in the years 1 to 9999.',
  serialize: (value) => isoOf(value instanceof Date ? value : new Date(value)),
  parseValue: (value) => {
    const date = typeof value === 'string' && RFC_3339.test(value) ? new Date(value) : null;
    const year = date?.getUTCFullYear() ?? Number.NaN;
    if (!date || !(year >= 1 && year <= 9999))
      throw refuse('A DateTime is an RFC 3339 string such as 2026-11-21T08:30:00Z.');
    return date;
  },
});

builder.scalarType('UUID', {
  description:
    'A UUID in its 36-character form (RFC 9562), chosen by the client. Version 7 or 4 is best.',
  serialize: (value) => value,
  parseValue: (value) => {
    if (typeof value !== 'string' || !UUID_FORM.test(value))
      throw refuse('A UUID has the form 018f3b1e-7c2a-7d11-9a6e-3f2b8c4d5e6f.');
    return value.toLowerCase();
  },
});

builder.scalarType('Cursor', {
  description:
    'A place in the event stream. Opaque: take it from an event or from `Query.events`, keep the newest, and hand it back as `after`. Good for at least 7 days.',
  serialize: (value) => value,
  parseValue: (value): Position => {
    const position = typeof value === 'string' ? decodeCursor(value) : null;
    if (!position)
      throw refuse(
        'This is not a cursor of the event stream. Take `cursor` from an event as it is.',
      );
    return position;
  },
});
