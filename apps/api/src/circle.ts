import { markSeen } from './accounts/service/sessions.ts';
import { presenceAudience } from './contacts/access.ts';
import { reachAudience } from './conversations/access.ts';
import { momentAudience } from './moments/audiences.ts';
import { organisationAudience } from './organisation/access.ts';
import type { Circle } from './realtime/backend.ts';

/** What the domains tell the event stream, which knows none of them. */
export const circle: Circle = {
  markSeen,
  audienceOf: async (db, hint, here) => {
    switch (hint.kind) {
      case 'PresenceChanged':
        return presenceAudience(db, hint.payload);
      case 'OrganisationChanged':
        return organisationAudience(db);
      case 'ReachChanged':
        return hint.payload.accountId === null ? here() : reachAudience(db, hint.payload.accountId);
      case 'MomentPosted':
      case 'MomentTouched':
      case 'TimelineChanged':
        return momentAudience(db, hint, here());
    }
  },
};
