import { tellProfileChanges } from '../../accounts/service/profile.ts';
import { tellFriends } from '../../contacts/service/profiles.ts';
import { tellConversations } from '../../groups/service/profiles.ts';
import { eraseSoon } from '../erasure.ts';
import { sendCard } from '../keeping.ts';
import { comment, like, post } from '../moments.ts';
import { administratorOf } from '../organisation.ts';
import type { Stage } from '../stage.ts';
import type { Person } from '../world.ts';
import { type Cases, change, clientId, friends, house } from './scene.ts';

/** Somebody goes, and everything that follows has been done. The others watch: nobody can watch as whoever has gone. */
export const erasureCases = (stage: () => Stage): Cases => {
  const goes = async (person: Person) => {
    // Somebody runs the installation who stays.
    await administratorOf(stage());
    await change(person, 'deleteAccount', { username: person.account.username });
    await tellProfileChanges(stage().backend, [tellFriends, tellConversations]);
    await eraseSoon(stage());
  };
  return {
    deleteAccount: {
      'of a friend': async (world) => {
        const { mei, tom, chat } = await friends(world);
        await change(tom, 'setRemark', { userId: mei.id, remark: 'Old friend' });
        await mei.send(chat, 'tea?');
        return { people: [tom], act: () => goes(mei) };
      },
      'of who owns a group': async (world) => {
        const { mei, tom, lin, group } = await house(world);
        await mei.send(group, 'Mine until now');
        await sendCard(tom, group, mei);
        const name = `@${mei.account.nickname}`;
        await change(lin, 'sendMessage', {
          ...{ conversationId: group, clientId: clientId(), text: `${name}, tea?` },
          mentions: [{ userId: mei.id, start: 0, length: [...name].length }],
        });
        return { people: [tom, lin], act: () => goes(mei) };
      },
      'of a member': async (world) => {
        const { mei, tom, lin } = await house(world);
        return { people: [mei, tom], act: () => goes(lin) };
      },
      'of who has asked to become friends, and was blocked': async (world) => {
        const [mei, tom, eve] = [
          await world.user('Mei'),
          await world.user('Tom'),
          await world.user('Eve'),
        ];
        await change(mei, 'requestFriend', { userId: tom.id, note: 'It is me' });
        await change(eve, 'blockUser', { userId: mei.id });
        return { people: [tom, eve], act: () => goes(mei) };
      },
      'of who has liked and commented': async (world) => {
        const { mei, tom } = await friends(world);
        const theirs = await post(tom);
        await like(mei, theirs);
        const asked = await comment(mei, theirs, 'What a pot!');
        await comment(tom, theirs, 'From my mother', asked);
        await comment(tom, await post(mei), 'Nice');
        return { people: [tom], act: () => goes(mei) };
      },
    },
  };
};
