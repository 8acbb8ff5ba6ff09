import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { createRequest, formatDocument, type Operation, type TypedDocumentNode } from '@urql/core';
import {
  buildSchema,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  visit,
} from 'graphql';
import { ME, page, settle } from '@/features/messages/cache.fixture';
import { liveDocument } from '@/lib/live/document';
import { everyCache } from './caches';
import { Town } from './town.fixture';

/** Every query of every feature, open at once before a town. */

export const schema = buildSchema(
  readFileSync(new URL('../../../../schema.graphql', import.meta.url), 'utf8'),
);
const root = fileURLToPath(new URL('../features', import.meta.url));
const fragments = new Map<string, FragmentDefinitionNode>();
const operations: OperationDefinitionNode[] = [];
for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
  if (!/\.tsx?$/.test(file) || file.includes('.test.')) continue;
  for (const [, text = ''] of readFileSync(`${root}/${file}`, 'utf8').matchAll(
    /\bgraphql\(\s*`([^`]+)`/g,
  ))
    for (const definition of parse(text).definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION)
        fragments.set(definition.name.value, definition);
      if (definition.kind === Kind.OPERATION_DEFINITION) operations.push(definition);
    }
}

function complete(operation: OperationDefinitionNode): DocumentNode {
  const needed = new Set<OperationDefinitionNode | FragmentDefinitionNode>([operation]);
  for (const part of needed)
    visit(part, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) needed.add(fragment);
      },
    });
  return visit({ kind: Kind.DOCUMENT, definitions: [...needed] } as const, {
    Directive: ({ name }) => (name.value === '_unmask' ? null : undefined),
  });
}

const IDS: Record<string, string> = {
  Groups_announcementReaders: 'notice',
  Messages_delivery: 'tea-1',
  Messages_readers: 'tea-1',
  Messages_versions: 'tea-1',
  Messages_original: 'tea-1',
  PersonPage: 'mei',
  Moments_album: 'mei',
  Moments_peek: 'mei',
  Moments_owner: 'mei',
  Moments_relation: 'mei',
  Moments_moment: 'moment',
  Moments_comments: 'moment',
  Organisation_department: 'kitchen',
  Organisation_children: 'kitchen',
  Organisation_people: 'kitchen',
  Organisation_positions: 'mei',
};
const GIVEN = {
  ids: ['tea'],
  first: 30,
  query: 'mei',
  read: true,
  token: 'link',
  month: '2026-01',
  timeZone: 'UTC',
  instant: '2026-01-01T00:00:00Z',
  seq: 3,
};
/** Where one name means different things. */
const PARTICULAR: Record<string, object> = { Messages_shared: { kinds: ['IMAGE', 'VIDEO'] } };

/** What is asked for once and never shown from the cache again. */
const PASSING = [
  // Only whether each group can be seen; asked when the dialog opens, and decided anew when the card is sent.
  'Groups_visibility',
  // What is opened by an id that a screen of its own has, and is written once and for all.
  'Messages_bundle',
  // Beside the cache: asked anew whenever the count of unread mentions is not what is known.
  'Messages_mentionPlaces',
];

const screens = operations
  .filter(({ operation }) => operation === OperationTypeNode.QUERY)
  .map((operation) => {
    const name = operation.name?.value ?? '';
    const wanted = (operation.variableDefinitions ?? []).map(({ variable }) => variable.name.value);
    const given = { ...GIVEN, ...PARTICULAR[name], id: IDS[name] ?? 'tea' };
    const variables = Object.fromEntries(
      Object.entries(given).filter(([variable]) => wanted.includes(variable)),
    );
    return { name, document: complete(operation), variables };
  })
  .filter(({ name }) => !PASSING.includes(name));

/** What is shown is ordered, filtered and counted from these where they are shown (list.ts), not taken as answered. */
function comparable(name: string, data: unknown): unknown {
  return JSON.parse(JSON.stringify(data ?? null), function (this: unknown, key, value) {
    if (key === 'cursor' || key === 'pageInfo' || key === 'pinnedConversations') return undefined;
    if (
      name === 'ConversationList' &&
      key === 'unreadCount' &&
      Object.hasOwn(this as object, 'conversations')
    )
      return undefined;
    if (name === 'ConversationList' && key === 'edges')
      return (value as { node: Listed }[]).filter(({ node }) => !node.viewerSettings.hidden);
    return value;
  });
}
type Listed = { viewerSettings: { hidden: boolean } };

/** The history is read from its store, beside the cache. */
const isHistory = (name: string) => /^Messages_history/.test(name);

/** The queries whose answers are others once something has happened. */
export function changedBy(happens: (town: Town) => unknown): ReadonlySet<string> {
  const town = new Town();
  const answers = () =>
    screens.map(({ document, variables }) => town.ask(schema, document, variables));
  const before = answers();
  happens(town);
  const after = answers();
  const changed = screens.filter((_, place) => !isDeepStrictEqual(before[place], after[place]));
  return new Set(changed.map(({ name }) => name));
}

export async function opened(town: Town) {
  const at = page(undefined, (history) => everyCache(ME, history));
  await settle();
  /** Reads it as it is now; what is returned lets the answer arrive. */
  const read = (operation: Operation) => {
    const answer = town.ask(schema, operation.query, operation.variables ?? {});
    return () => at.answer(answer, operation);
  };
  const answerAll = async () => {
    for (let operation = at.asked.shift(); operation; operation = at.asked.shift()) {
      if (operation.kind === 'query') await read(operation)();
    }
  };
  // Known before they are shown: to everything that is on the screen each answer is news.
  for (const { document, variables } of screens) {
    const { unsubscribe } = at.client.query(document, variables).subscribe(() => {});
    for (const operation of at.asked.splice(0)) void read(operation)();
    unsubscribe();
  }
  await settle();
  const shown = screens.map(({ name, document, variables }) => ({
    name,
    fresh: () => comparable(name, town.ask(schema, document, variables)),
    screen: at.show(document as TypedDocumentNode<object, object>, variables, {
      requestPolicy: 'cache-first',
    }),
  }));
  await answerAll();
  const live = formatDocument(liveDocument(at.events));
  return {
    hear: async (event: object) => {
      const { events } = town.ask(schema, live, {}, event);
      if (events) await at.hear(events);
      await answerAll();
    },
    /** Asks once more for all or some. The answers are read now, and arrive when what is returned is called. */
    askAgain: async (isAsked: (name: string) => boolean = () => true) => {
      for (const { document, variables } of screens.filter(({ name }) => isAsked(name))) {
        const request = createRequest(document, variables);
        const policy = { requestPolicy: 'network-only' } as const;
        at.client.reexecuteOperation(at.client.createRequestOperation('query', request, policy));
      }
      await settle();
      const arrivals = at.asked.splice(0).map(read);
      return async () => {
        for (const arrive of arrivals) {
          void arrive();
          // Each comes by itself, and what it changes is drawn from the cache before the next one.
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
        }
        await settle();
        await answerAll();
      };
    },
    /** What is not as it should be, by the name of the query. */
    wrong: () =>
      shown.flatMap(({ name, screen, fresh }) => {
        if (isHistory(name)) return [];
        const [is, should] = [comparable(name, screen.data), fresh()];
        return isDeepStrictEqual(is, should) ? [] : [{ name, is, should }];
      }),
    history: () => at.store.known('tea')?.messages.map(plain) ?? [],
    freshHistory: () => {
      const history = screens.find(({ name }) => name === 'Messages_history');
      const document = formatDocument(history?.document as DocumentNode);
      const { conversation } = town.ask(schema, document, { id: 'tea' });
      const { edges } = (conversation as { messages?: { edges: { node: object }[] } } | null)
        ?.messages ?? { edges: [] };
      return edges.map(({ node }) => plain(node));
    },
  };
}

/**
 * Without where it is, and what only answers say of reactions, which events keep as it was (reactions.ts). Of what has just
 * come nobody has said yet that it was heard (voice/operations.ts).
 */
const plain = (message: object) =>
  JSON.parse(
    JSON.stringify({ heard: false, ...message, reactions: null, conversation: undefined }),
  );
