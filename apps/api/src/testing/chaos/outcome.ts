import { decodeGlobalID } from '@pothos/plugin-relay';
import pg from 'pg';
import { toGlobalId } from '../../graphql/nodes.ts';
import { graphql, type ResultOf } from '../graphql.ts';
import type { Person } from '../world.ts';
import type { StoredMessage } from './history.ts';
import type { Servers } from './servers.ts';

/** What there is once all is over: the truth that everybody's notes are held against. */

/** The newest event of each stream that somebody may read, by its global id. */
export type Heads = Map<Person, Map<string, number>>;

export async function readHeads(servers: Servers, people: readonly Person[]): Promise<Heads> {
  return asking(servers, async (client) => {
    const heads: Heads = new Map();
    for (const person of people) {
      const { rows } = await client.query<{ id: string; seq: string }>(
        `SELECT id, seq FROM stream WHERE id = $1
           OR id IN (SELECT conversation_id FROM member WHERE account_id = $1)`,
        [decodeGlobalID(person.id).id],
      );
      const own = rows.map(({ id, seq }) => [toGlobalId('Stream', id), Number(seq)] as const);
      heads.set(person, new Map(own));
    }
    return heads;
  });
}

const HistoryPage = graphql(`
  query ChaosHistoryPage($id: ID!, $after: String) {
    node(id: $id) {
      ... on Conversation {
        messages(first: 100, after: $after) {
          edges { node { id seq clientId content { __typename ... on TextContent { text } } } }
          pageInfo { hasNextPage endCursor }
        }
      }
    }
  }
`);

/** Every conversation of these people as the API shows its history, with the time at which each message was certain. */
export async function readMessages(
  servers: Servers,
  people: readonly Person[],
): Promise<StoredMessage[]> {
  const url = servers.doors[0].api.url;
  const read = new Map<string, Person>();
  for (const [person, heads] of await readHeads(servers, people))
    for (const streamId of heads.keys()) read.set(decodeGlobalID(streamId).id, person);
  const messages: StoredMessage[] = [];
  const commits = await readCommits(servers);
  for (const [id, person] of read) {
    if (id === decodeGlobalID(person.id).id) continue;
    const conversationId = toGlobalId('Conversation', id);
    for (const message of await readHistory(person.through(url), conversationId))
      messages.push({
        id: message.id,
        conversationId,
        seq: message.seq,
        clientId: message.clientId,
        text: message.content.__typename === 'TextContent' ? message.content.text : null,
        committedAt: commits.get(decodeGlobalID(message.id).id) ?? Number.POSITIVE_INFINITY,
      });
  }
  return messages;
}

type Conversation = Extract<ResultOf<typeof HistoryPage>['node'], { messages: unknown }>;

async function readHistory(person: Person, id: string) {
  const edges: Conversation['messages']['edges'] = [];
  for (let after: string | null = null; ; ) {
    const { node }: ResultOf<typeof HistoryPage> = await person.ask(HistoryPage, { id, after });
    if (!node || !('messages' in node)) throw new Error(`${id} has no history`);
    edges.push(...node.messages.edges);
    if (!node.messages.pageInfo.hasNextPage) return edges.map((edge) => edge.node);
    after = node.messages.pageInfo.endCursor;
  }
}

/** By message, in milliseconds since 1970. */
async function readCommits(servers: Servers): Promise<Map<string, number>> {
  return asking(servers, async (client) => {
    const { rows } = await client.query<{ id: string; at: string }>(
      `SELECT payload->>'messageId' AS id,
              extract(epoch FROM pg_xact_commit_timestamp((xid % 4294967296)::text::xid)) * 1000 AS at
         FROM event WHERE kind = 'MessageSent'`,
    );
    return new Map(rows.map(({ id, at }) => [id, Number(at)]));
  });
}

/** Straight to the database, past every cable. */
async function asking<Answer>(
  { postgres }: Servers,
  ask: (client: pg.Client) => Promise<Answer>,
): Promise<Answer> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
