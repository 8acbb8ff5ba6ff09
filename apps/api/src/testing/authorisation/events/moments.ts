import { change } from '../../convergence/scene.ts';
import { type EventRows, HINT, keep, kept, SELF, told } from '../events.ts';
import { commentOf, postOf } from '../moments.ts';

const NEAR = ['self', 'friend'] as const;

export const ofMoments: EventRows = {
  MomentPosted: {
    of: 'the person posts something for friends',
    cause: (company) => keep(company, 'moment', postOf(company.self)),
    gets: told(['friend']),
    catchesUp: HINT,
    finds: { moment: ['friend'] },
  },
  MomentTouched: {
    of: 'the friend likes it',
    cause: (company) => change(company.friend, 'likeMoment', { momentId: kept(company, 'moment') }),
    gets: told(NEAR),
    catchesUp: HINT,
    finds: { moment: NEAR },
  },
  MomentNoticed: {
    of: 'the friend comments on it',
    cause: (company) =>
      keep(company, 'comment', commentOf(company.friend, kept(company, 'moment'))),
    gets: SELF,
    finds: { notice: ['self'] },
  },
  MomentNoticesChanged: {
    of: 'the friend takes the comment back',
    cause: (company) =>
      change(company.friend, 'deleteMomentComment', { commentId: kept(company, 'comment') }),
    gets: SELF,
  },
  MomentChanged: {
    of: 'the person shows it to everybody; the friend, who likes it, is told as well',
    cause: (company) =>
      change(company.self, 'changeMomentVisibility', {
        momentId: kept(company, 'moment'),
        visibility: 'PUBLIC',
      }),
    gets: told(NEAR),
    finds: { moment: NEAR },
  },
  MomentRemoved: {
    of: 'the person deletes it',
    cause: (company) => change(company.self, 'deleteMoment', { momentId: kept(company, 'moment') }),
    gets: SELF,
  },
  MomentSettingsChanged: {
    of: 'the person shows their moments for a month',
    cause: ({ self }) => change(self, 'updateMomentSettings', { timelineWindow: 'MONTH' }),
    gets: SELF,
  },
  TimelineChanged: {
    of: 'the person shows their moments for half a year',
    cause: ({ self }) => change(self, 'updateMomentSettings', { timelineWindow: 'HALF_YEAR' }),
    gets: told(['friend']),
    catchesUp: HINT,
  },
  MomentRelationChanged: {
    of: 'the person does not want to see the friend’s moments',
    cause: ({ self, friend }) =>
      change(self, 'setMomentRelation', { userId: friend.id, hidesTheirs: true }),
    gets: SELF,
  },
};
