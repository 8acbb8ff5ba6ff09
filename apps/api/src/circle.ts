import { markSeen } from './accounts/service/sessions.ts';
import { presenceAudiences } from './contacts/access.ts';
import { reachAudience } from './conversations/access.ts';
import { momentAudience } from './moments/audiences.ts';
import { organisationAudience } from './organisation/access.ts';
import type { Db } from './platform/db.ts';
import type { Circle } from './realtime/backend.ts';
import type { Hint, PersonHint } from './realtime/catalogue.ts';

type PresenceHint = Hint & { kind: 'PresenceChanged' };
type OtherHint = Exclude<PersonHint, PresenceHint>;

const isPresence = (hint: PersonHint): hint is PresenceHint => hint.kind === 'PresenceChanged';

async function audienceOf(db: Db, hint: OtherHint, here: () => string[]): Promise<string[]> {
  switch (hint.kind) {
    case 'OrganisationChanged':
      return organisationAudience(db);
    case 'ReachChanged':
      return hint.payload.accountId === null ? here() : reachAudience(db, hint.payload.accountId);
    case 'MomentPosted':
    case 'MomentTouched':
    case 'TimelineChanged':
      return momentAudience(db, hint, here());
  }
}

/** What the domains tell the event stream, which knows none of them. */
export const circle: Circle = {
  markSeen,
  audiencesOf: async (db, hints, here) => {
    const changes = hints.filter(isPresence);
    const concerned =
      changes.length > 0
        ? await presenceAudiences(
            db,
            changes.map(({ payload }) => payload),
          )
        : [];
    return Promise.all(
      hints.map((hint) =>
        isPresence(hint) ? (concerned[changes.indexOf(hint)] ?? []) : audienceOf(db, hint, here),
      ),
    );
  },
};
