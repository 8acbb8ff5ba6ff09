import { jpeg, upload } from '../media.ts';
import { notices } from '../moments.ts';
import type { Person, World } from '../world.ts';
import { acting, type Cases, change, clientId, house } from './scene.ts';

/** Mei has posted something; Tom likes it, Lin has commented. Mei knows both, and they do not know each other. */
async function posted(world: World) {
  const { mei, tom, lin, people } = await house(world);
  const momentId = await post(mei, { mentionedUserIds: [lin.id] });
  await change(tom, 'likeMoment', { momentId });
  const said = await comment(lin, momentId);
  return { mei, tom, lin, people, momentId, said };
}

const post = (person: Person, more: object = {}) =>
  change(person, 'postMoment', {
    ...{ clientId: clientId(), text: 'tea', visibility: 'FRIENDS', ...more },
  });
const comment = (person: Person, momentId: string, more: object = {}) =>
  change(person, 'commentOnMoment', { clientId: clientId(), momentId, text: 'Cheers', ...more });

export const momentCases: Cases = {
  postMoment: {
    'with a mention': async (world) => {
      const { mei, tom, people } = await house(world);
      return acting(people, () => post(mei, { mentionedUserIds: [tom.id] }));
    },
    'said twice': async (world) => {
      const { mei, people } = await house(world);
      const same = clientId();
      await post(mei, { clientId: same });
      const act = () => post(mei, { clientId: same });
      return { people, act, silent: 'It is there already.' };
    },
  },
  changeMomentVisibility: {
    'for nobody': async (world) => {
      const { mei, people, momentId } = await posted(world);
      return acting(people, () =>
        change(mei, 'changeMomentVisibility', { momentId, visibility: 'PRIVATE' }),
      );
    },
    'for all but one': async (world) => {
      const { mei, lin, people, momentId } = await posted(world);
      const audience = { userIds: [lin.id] };
      return acting(people, () =>
        change(mei, 'changeMomentVisibility', { momentId, visibility: 'EXCEPT', audience }),
      );
    },
  },
  deleteMoment: {
    'with all that is on it': async (world) => {
      const { mei, people, momentId } = await posted(world);
      return acting(people, () => change(mei, 'deleteMoment', { momentId }));
    },
  },
  likeMoment: {
    'of a friend': async (world) => {
      const { lin, people, momentId } = await posted(world);
      return acting(people, () => change(lin, 'likeMoment', { momentId }));
    },
    'of one’s own': async (world) => {
      const { mei, people, momentId } = await posted(world);
      return acting(people, () => change(mei, 'likeMoment', { momentId }));
    },
  },
  unlikeMoment: {
    'of a friend': async (world) => {
      const { tom, people, momentId } = await posted(world);
      return acting(people, () => change(tom, 'unlikeMoment', { momentId }));
    },
  },
  commentOnMoment: {
    'of a friend': async (world) => {
      const { tom, people, momentId } = await posted(world);
      return acting(people, () => comment(tom, momentId));
    },
    'as an answer': async (world) => {
      const { mei, people, momentId, said } = await posted(world);
      return acting(people, () => comment(mei, momentId, { replyToId: said }));
    },
  },
  deleteMomentComment: {
    'by the author of the moment': async (world) => {
      const { mei, people, said } = await posted(world);
      return acting(people, () => change(mei, 'deleteMomentComment', { commentId: said }));
    },
    'of one’s own, which was answered': async (world) => {
      const { mei, lin, people, momentId, said } = await posted(world);
      await comment(mei, momentId, { replyToId: said });
      return acting(people, () => change(lin, 'deleteMomentComment', { commentId: said }));
    },
  },
  markMomentNoticesRead: {
    'all of them': async (world) => {
      const { mei, tom, people, momentId } = await posted(world);
      await comment(tom, momentId);
      const [newest] = (await notices(mei)).all;
      const noticeId = newest?.id ?? '';
      return acting(people, () => change(mei, 'markMomentNoticesRead', { noticeId }));
    },
  },
  updateMomentSettings: {
    'a month': async (world) => {
      const { mei, people } = await posted(world);
      return acting(people, () => change(mei, 'updateMomentSettings', { timelineWindow: 'MONTH' }));
    },
    'as it was': async (world) => {
      const { mei, people } = await posted(world);
      const act = () => change(mei, 'updateMomentSettings', { timelineWindow: 'ALL' });
      return { people, act, silent: 'It is the same before and after.' };
    },
  },
  setMomentsCover: {
    'a picture': async (world) => {
      const { mei, people } = await house(world);
      const { id: fileId } = await upload(mei, await jpeg());
      return acting(people, () => change(mei, 'setMomentsCover', { fileId }));
    },
  },
  setMomentRelation: {
    'of a friend': async (world) => {
      const { mei, tom, people } = await house(world);
      return acting(people, () =>
        change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true }),
      );
    },
    'taken away': async (world) => {
      const { mei, tom, people } = await house(world);
      await change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: true });
      return acting(people, () =>
        change(mei, 'setMomentRelation', { userId: tom.id, hidesTheirs: false }),
      );
    },
  },
};
