import {
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { schema } from '../../schema.ts';
import type { Document } from '../convergence/documents.ts';
import {
  type Actor,
  anybody,
  type Cells,
  everyActor,
  everybody,
  INSIDE,
  OTHERS,
  type Outcome,
  RUNNING,
  who,
} from './actors.ts';
import { askAs } from './company.ts';
import { shown } from './fields.ts';
import { momentQueries } from './moments.ts';
import type { Furnished } from './object-row.ts';
import { documentOf, refusalOf } from './reading.ts';
import { contentsOf, everythingOf } from './selection.ts';

/** A field of the query type, or one that takes an id, asked with certain arguments. */
export interface QueryRow {
  /** What is asked about, in the words of the table. */
  of: string;
  arguments?(company: Furnished): Record<string, unknown>;
  may: Cells;
}

/** By coordinate; `(id:)` where the row is about what an id names. */
export type QueryRows = Readonly<Record<string, QueryRow | readonly QueryRow[]>>;

const id = (name: string) => (company: Furnished) => ({ id: company.ids[name] });
const WORDS = { query: '@Lin tea?' };

export const queryRows: QueryRows = {
  'Query.installation': { of: 'what its doors say', may: anybody },
  'Query.administrators': {
    of: 'those who run it',
    may: who({ OK: ['installation'] }, 'FORBIDDEN'),
  },
  'Query.signInMethods': { of: 'how people sign in here', may: anybody },
  'Query.captcha': { of: 'a captcha to solve', may: anybody },
  'Query.transcribesVoice': { of: 'whether there is an engine', may: everybody },
  'Query.uploadLimits': { of: 'how much may be uploaded', may: everybody },
  'Query.viewer': { of: 'themself', may: everybody },
  'Query.events': { of: 'what they have missed', arguments: () => ({ first: 1 }), may: everybody },
  'Query.node(id:)': {
    of: 'a message in the group',
    arguments: id('message'),
    may: who({ OK: INSIDE }),
  },
  'Query.nodes(ids:)': {
    of: 'a message in the group',
    arguments: ({ ids }) => ({ ids: [ids.message] }),
    may: who({ OK: INSIDE }),
  },
  'Query.conversation(id:)': [
    { of: 'the group', arguments: id('group'), may: who({ OK: INSIDE }) },
    { of: 'the public group', arguments: id('hall'), may: who({ OK: INSIDE }) },
    {
      of: 'the conversation with the friend',
      arguments: id('chat'),
      may: who({ OK: ['self', 'friend'] }),
    },
  ],
  'Query.publicGroup(id:)': [
    { of: 'the public group', arguments: id('hall'), may: everybody },
    { of: 'the private group', arguments: id('group'), may: who({}) },
  ],
  'Query.groupInvite': [
    {
      of: 'the token of a link',
      arguments: ({ tokensOf }) => ({ token: tokensOf.link }),
      may: everybody,
    },
    {
      of: 'the token of the friend’s invitation',
      arguments: ({ tokensOf }) => ({ token: tokensOf.invitation }),
      may: who({ OK: ['friend', ...RUNNING] }),
    },
  ],
  'Query.searchGroups': [
    { of: 'the name of the public group', arguments: () => ({ query: 'Hall' }), may: everybody },
    {
      of: 'the name of the private group',
      arguments: () => ({ query: 'Tea room' }),
      may: who({}, 'NONE'),
    },
  ],
  ...momentQueries,
  'Query.searchUsers': [
    {
      of: 'the person’s username',
      arguments: ({ self }) => ({ query: self.account.username }),
      may: who({ NONE: ['self', 'blocked'] }, 'OK'),
    },
    {
      of: 'the username of the friend, who is not found by name',
      arguments: ({ friend }) => ({ query: friend.account.username }),
      may: who({ OK: ['self', 'owner'] }, 'NONE'),
    },
  ],
  'Query.searchAllUsers': {
    of: 'the username of the friend, who is not found by name',
    arguments: ({ friend }) => ({ query: friend.account.username }),
    may: who({ OK: ['installation'] }, 'FORBIDDEN'),
  },
  'Query.searchMessages': {
    of: 'words of a message in the group',
    arguments: () => WORDS,
    may: who({ OK: INSIDE }, 'NONE'),
  },
  'Query.searchMessages(conversationId:)': {
    of: 'the group',
    arguments: ({ ids }) => ({ ...WORDS, conversationId: ids.group }),
    may: who({ OK: INSIDE }),
  },
  'Query.searchMessages(senderId:)': {
    of: 'the person',
    arguments: ({ ids }) => ({ ...WORDS, senderId: ids.person }),
    may: who({ OK: INSIDE }, 'NONE'),
  },
  'Query.searchMessageConversations': {
    of: 'words of a message in the group',
    arguments: () => WORDS,
    may: who({ OK: INSIDE }, 'NONE'),
  },
  'Query.searchMessageConversations(senderId:)': {
    of: 'the person',
    arguments: ({ ids }) => ({ ...WORDS, senderId: ids.person }),
    may: who({ OK: INSIDE }, 'NONE'),
  },
  'Viewer.scheduledMessages(conversationId:)': {
    of: 'the group, for which only the person has something to be sent',
    arguments: ({ ids }) => ({ conversationId: ids.group }),
    may: who({ OK: ['self'], NONE: OTHERS }),
  },
};

/** The field of a coordinate, and the way to it from the root. */
function placeOf(coordinate: string): { path: string[]; field: GraphQLField<unknown, unknown> } {
  const [owner = '', name = ''] = coordinate.split('(')[0]?.split('.') ?? [];
  const type = schema.getType(owner);
  const field = isObjectType(type) ? type.getFields()[name] : undefined;
  if (!field) throw new Error(`There is no ${coordinate}`);
  if (type === schema.getQueryType()) return { path: [name], field };
  const way = Object.values((schema.getQueryType() as GraphQLObjectType).getFields()).find(
    (root) => getNamedType(root.type) === type && root.args.length === 0,
  );
  if (!way) throw new Error(`No root field leads to ${owner}`);
  return { path: [way.name, name], field };
}

function documentFor(coordinate: string, given: readonly string[]): Document {
  const { path, field } = placeOf(coordinate);
  const args = field.args.filter(({ name }) => given.includes(name));
  const declared = args.map(({ name, type }) => `$${name}: ${type}`).join(', ');
  const passed = args.map(({ name }) => `${name}: $${name}`).join(', ');
  const type = getNamedType(field.type);
  const inner = isLeafType(type) ? '' : `{ ${everythingOf(type)} }`;
  const asked = `${field.name}${passed && `(${passed})`} ${inner}`;
  const whole = path.length > 1 ? `${path[0]} { ${asked} }` : asked;
  return documentOf(`query${declared && `(${declared})`} { ${whole} }`);
}

export interface Asked {
  cells: Cells;
  fields: Set<string>;
}

/** What becomes of a question, for everybody. */
export async function askEverybody(
  company: Furnished,
  coordinate: string,
  row: QueryRow,
): Promise<Asked> {
  const variables = row.arguments?.(company) ?? {};
  const document = documentFor(coordinate, Object.keys(variables));
  const { path, field } = placeOf(coordinate);
  const fields = new Set<string>();
  const cells = await Promise.all(
    everyActor.map(async (actor): Promise<[Actor, Outcome]> => {
      const { data, errors } = await askAs(company, actor, document, variables);
      for (const one of contentsOf(data).fields) fields.add(one);
      // Of a list of objects, each is refused for itself.
      const list = field.name === 'nodes' ? [0] : [];
      if (errors?.[0]) return [actor, refusalOf(errors[0], [...path, ...list])];
      const value = path.reduce<unknown>(
        (inner, key) => (inner as Record<string, unknown> | null)?.[key],
        data,
      );
      return [actor, shown(value)];
    }),
  );
  return { cells: Object.fromEntries(cells) as Record<Actor, Outcome>, fields };
}
