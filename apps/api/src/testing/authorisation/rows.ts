import type { ChangeRow } from './change.ts';
import { ownChanges, signInChanges } from './changes/accounts.ts';
import { contactChanges } from './changes/contacts.ts';
import { conversationChanges } from './changes/conversations.ts';
import { exportChanges } from './changes/data-exports.ts';
import { doorChanges, groupChanges } from './changes/groups.ts';
import { mediaChanges } from './changes/media.ts';
import { favouriteChanges, messageChanges, scheduleChanges } from './changes/messages.ts';
import { momentChanges } from './changes/moments.ts';
import { installationChanges, organisationChanges } from './changes/organisation.ts';
import { atTheEnd, ofConversations, ofGroups } from './events/groups.ts';
import { ofMessages, ofWhatIsKept } from './events/messages.ts';
import { ofMoments } from './events/moments.ts';
import { ofAccounts, ofDevices, ofOrganisation, ofPeople } from './events/people.ts';
import type { EventRow } from './events.ts';
import { type QueryRow, queryRows } from './queries.ts';

/** The rows of the matrix, each with its coordinate. */

type Listed<Row> = readonly (readonly [coordinate: string, row: Row])[];

const listed = <Row extends object>(
  rows: Readonly<Record<string, Row | readonly Row[]>>,
): Listed<Row> =>
  Object.entries(rows).flatMap(([coordinate, given]) =>
    (Array.isArray(given) ? (given as Row[]) : [given as Row]).map(
      (row) => [coordinate, row] as const,
    ),
  );

export const queries: Listed<QueryRow> = listed<QueryRow>(queryRows);

/** By domain, in their order. */
export const changes: Readonly<Record<string, Listed<ChangeRow>>> = {
  installation: listed<ChangeRow>(installationChanges),
  accounts: listed<ChangeRow>({ ...signInChanges, ...ownChanges }),
  media: listed<ChangeRow>(mediaChanges),
  contacts: listed<ChangeRow>(contactChanges),
  organisation: listed<ChangeRow>(organisationChanges),
  conversations: listed<ChangeRow>(conversationChanges),
  groups: listed<ChangeRow>({ ...groupChanges, ...doorChanges }),
  messages: listed<ChangeRow>(messageChanges),
  moments: listed<ChangeRow>(momentChanges),
  favourites: listed<ChangeRow>(favouriteChanges),
  schedules: listed<ChangeRow>(scheduleChanges),
  'personal-data': listed<ChangeRow>(exportChanges),
};

/** In the order in which it all happens. */
export const events: Listed<EventRow> = listed<EventRow>({
  ...ofMessages,
  ...ofMoments,
  ...ofWhatIsKept,
  ...ofConversations,
  ...ofPeople,
  ...ofAccounts,
  ...ofOrganisation,
  ...ofDevices,
  ...ofGroups,
  ...atTheEnd,
});

/** Everybody’s own live stream; it takes no ids. */
export const STREAM = 'Subscription.events';

/** What the stream says of itself, to whoever listens. */
export const CONTROL = ['CaughtUp', 'Reset'] as const;
