import { change, clientId } from '../convergence/scene.ts';
import type { Person } from '../world.ts';
import { type Actor, isVisitor } from './actors.ts';
import type { Company } from './company.ts';
import { manyPeople } from './people.ts';

/** What rows of changes need before they can be tried. */

/** Says something in a conversation; answers the message’s id. */
export const say = (person: Person, conversationId: string, more: object = {}): Promise<string> =>
  change(person, 'sendMessage', { conversationId, clientId: clientId(), text: 'tea?', ...more });

/** Whose own things are used where the row is about another id. Without a session, the person’s. */
export const personOf = (company: Company, actor: Actor): Person =>
  isVisitor(actor) ? company.self : company[actor];

/** Something that is made once in a company, however many try their hand at it. */
export function once<T>(make: (company: Company) => Promise<T>): (company: Company) => Promise<T> {
  const made = new WeakMap<Company, Promise<T>>();
  return (company) => {
    const known = made.get(company) ?? make(company);
    made.set(company, known);
    return known;
  };
}

/** Somebody new, who is a friend of the one who tries. */
export async function newFriendOf(company: Company, actor: Actor): Promise<Person> {
  const [friend] = await manyPeople(company.stage, 1);
  if (!friend) throw new Error('Somebody was made');
  await friend.befriend(personOf(company, actor));
  return friend;
}

/** The conversation that whoever tries has with themself. */
export function ownConversation(company: Company, actor: Actor): Promise<string> {
  const person = personOf(company, actor);
  return change(person, 'openDirectConversation', { userId: person.id });
}

/** The group, made public before the first one tries. */
export const publicGroup = (joinPolicy: 'OPEN' | 'REQUEST') =>
  once(async ({ owner, group }) => {
    const input = { conversationId: group, visibility: 'PUBLIC', joinPolicy };
    await change(owner, 'updateGroup', input);
    return group;
  });

/** Of the person in the group. */
export const message = ({ self, group }: Company) => say(self, group);

/** The conversation that the stranger has opened with the person, and in which they have said something. */
export const approached = once(({ self, stranger }) => approach(stranger, self));

/** The same of the colleague, who is no stranger to the person. */
export const addressed = once(({ self, colleague }) => approach(colleague, self));

async function approach(from: Person, to: Person): Promise<string> {
  const conversationId = await change(from, 'openDirectConversation', { userId: to.id });
  await say(from, conversationId);
  return conversationId;
}

/** What the friend had said to the person before they were blocked. */
export const blockedMessage = once(async ({ self, blocked, blockedChat }) => {
  await change(self, 'unblockUser', { userId: blocked.id });
  const messageId = await say(blocked, blockedChat);
  await change(self, 'blockUser', { userId: blocked.id });
  return messageId;
});
