import { randomUUID } from 'node:crypto';
import { getNamedType, isObjectType, isUnionType, parse } from 'graphql';
import { schema } from '../../schema.ts';
import { dataOf } from '../client.ts';
import type { Person, World } from '../world.ts';
import type { Document } from './documents.ts';

/** Somebody does one thing, and everybody concerned watches from another device than the one it is done on. */
export interface Scene {
  /** They watch, each on a new device. */
  people?: readonly Person[];
  /** They watch on the very devices they are given with. */
  devices?: readonly Person[];
  act(): Promise<unknown>;
  /** Why nobody’s state changes, where nobody’s does. */
  silent?: string;
}
export type Case = (world: World) => Promise<Scene>;
/** By what is done, each in the situations that matter. */
export type Cases = Record<string, Record<string, Case>>;

const documents = new Map<string, Document>();
/** The mutation of a name, answering the ids of what its payload holds. */
function mutationOf(name: string): Document {
  const known = documents.get(name);
  if (known) return known;
  const field = schema.getMutationType()?.getFields()[name];
  if (!field) throw new Error(`There is no mutation ${name}`);
  const type = getNamedType(field.type);
  const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
  const selections = members.map((member) => {
    const ids = Object.values(member.getFields()).flatMap((inner) => {
      const object = getNamedType(inner.type);
      return isObjectType(object) && 'id' in object.getFields() ? [`${inner.name} { id }`] : [];
    });
    return `... on ${member.name} { __typename ${ids.join(' ')} }`;
  });
  const input = field.args.find((argument) => argument.name === 'input');
  const [declared, given] = input ? [`($input: ${input.type})`, '(input: $input)'] : ['', ''];
  const text = `mutation${declared} { ${name}${given} { ${selections.join(' ')} } }`;
  const made = parse(text) as unknown as Document;
  documents.set(name, made);
  return made;
}

/** Does it over the public API; anything but its payload fails the test. Answers the id of what its payload names. */
export async function change(person: Person, name: string, input?: object): Promise<string> {
  const document = mutationOf(name);
  const data = dataOf(document, input, await person.attempt(document, { input }));
  const outcome = data[name] as { __typename: string } & Record<string, unknown>;
  if (!/(Payload|SignedIn|CodeSent)$/.test(outcome.__typename))
    throw new Error(`${name}: ${JSON.stringify(outcome)}`);
  const named = Object.values(outcome)
    .flat()
    .find((value) => typeof value === 'object' && value);
  return (named as { id: string } | undefined)?.id ?? '';
}

/** A case of one step: whoever is concerned, and what is done. */
export const acting = (people: readonly Person[], act: () => Promise<unknown>): Scene => ({
  people,
  act,
});

export async function friends(world: World) {
  const { one: mei, other: tom, chat } = await world.friends('Mei', 'Tom');
  return { mei, tom, chat, people: [mei, tom] };
}

/** Two who do not know each other, and the conversation that Mei has opened. */
export async function unacquainted(world: World) {
  const [mei, tom] = [await world.user('Mei'), await world.user('Tom')];
  return { mei, tom, chat: await mei.open(tom), people: [mei, tom] };
}

/** A group of Mei, who owns it, Tom, an administrator, and Lin; something has been said in it. */
export async function house(world: World, settings: Parameters<Person['group']>[2] = {}) {
  const [mei, tom, lin] = await Promise.all(['Mei', 'Tom', 'Lin'].map((name) => world.user(name)));
  if (!mei || !tom || !lin) throw new Error('Three people were made');
  await mei.befriend(tom);
  await mei.befriend(lin);
  const group = await mei.group('Tea', [tom, lin], settings);
  await change(mei, 'setMemberRole', {
    conversationId: group,
    userId: tom.id,
    role: 'ADMINISTRATOR',
  });
  const said = (await lin.send(group, 'tea?')).id;
  return { mei, tom, lin, group, said, people: [mei, tom, lin] };
}

/** A public group of Mei and Tom, both of whom run it, and Eve at its door, a friend of Mei’s. */
export async function door(
  world: World,
  joinPolicy: 'OPEN' | 'REQUEST' = 'REQUEST',
  visibility: 'PUBLIC' | 'PRIVATE' = 'PUBLIC',
) {
  const { mei, tom, people } = await friends(world);
  const eve = await world.user('Eve');
  await mei.befriend(eve);
  const group = await mei.group('Tea', [tom], { visibility, joinPolicy });
  await change(mei, 'setMemberRole', {
    conversationId: group,
    userId: tom.id,
    role: 'ADMINISTRATOR',
  });
  return { mei, tom, eve, group, people: [...people, eve] };
}

export const clientId = () => randomUUID();
