import type { Case } from './people-events.fixture';
import type { Entity, Town } from './town.fixture';

const first = (town: Town): Entity => {
  const [moment] = town.moments;
  if (!moment) throw new Error('Nobody has posted.');
  return moment;
};
const told = (__typename: string, town: Town, moment: Entity | null, id = moment?.id) => ({
  __typename,
  momentId: id ?? first(town).id,
  moment,
});

/** What happens to posts and to what is said on them, as it changes the town and as it is told. */
export const MOMENT_CASES: Record<string, Record<string, Case>> = {
  MomentPosted: {
    'by a friend': (town) => {
      const moment = town.moment('later', town.mei);
      town.moments.unshift(moment);
      return { __typename: 'MomentPosted', moment };
    },
  },
  MomentChanged: {
    'of my own, posted on another device': (town) => {
      const moment = town.moment('mine', town.me);
      town.moments.unshift(moment);
      return told('MomentChanged', town, moment);
    },
    'somebody likes it and says something': (town) => {
      town.likers.push(town.tom);
      town.comments.push(town.comment('said', town.tom));
      return told('MomentChanged', town, first(town));
    },
    'that is not shown to me any more': (town) => {
      const [gone] = town.moments.splice(0, 1);
      return told('MomentChanged', town, null, gone?.id);
    },
  },
  MomentTouched: {
    'a comment is deleted': (town) => {
      town.comments.pop();
      return told('MomentTouched', town, first(town));
    },
    'that its author has deleted': (town) => {
      const [gone] = town.moments.splice(0, 1);
      return told('MomentTouched', town, null, gone?.id);
    },
  },
  TimelineChanged: {
    'nothing of hers is shown to me any more': (town) => {
      town.moments = town.moments.filter(({ author }) => author !== town.mei);
      // Nor what I was told of it.
      town.notices = [];
      Object.assign(town.mei, { momentsWindow: null, momentsCover: null });
      return { __typename: 'TimelineChanged', user: town.mei };
    },
  },
  MomentRemoved: {
    'on another device': (town) => {
      const [gone] = town.moments.splice(0, 1);
      return { __typename: 'MomentRemoved', momentId: gone?.id };
    },
  },
  MomentNoticed: {
    'one more': (town) => {
      town.notices.unshift({ ...town.notices[0], id: 'noticed-2', seen: false } as Entity);
      return { __typename: 'MomentNoticed', notice: town.notices[0], viewer: town.viewer };
    },
  },
  MomentNoticesChanged: {
    'read on another device': (town) => {
      for (const notice of town.notices) Object.assign(notice, { seen: true });
      return { __typename: 'MomentNoticesChanged', viewer: town.viewer };
    },
  },
  MomentSettingsChanged: {
    'shown for a month, with a cover': (town) => {
      Object.assign(town.momentSettings, { timelineWindow: 'MONTH' });
      const cover = { __typename: 'Image', id: 'cover' };
      Object.assign(town.me, { momentsWindow: 'MONTH', momentsCover: cover });
      return { __typename: 'MomentSettingsChanged', viewer: town.viewer };
    },
  },
  MomentRelationChanged: {
    'of whom I want to see nothing': (town) => {
      const momentRelation = { __typename: 'MomentRelation', hidesTheirs: true, hidesMine: false };
      town.excepted.push(Object.assign(town.mei, { momentRelation }));
      return { __typename: 'MomentRelationChanged', user: town.mei };
    },
  },
};

/** The feed does not move while it is being read: a line above it says that there is more. */
export const MOMENT_STANDS = { MomentPosted: 'Moments_feed' };
