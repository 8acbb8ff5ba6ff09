import { type GraphQLNamedType, parse } from 'graphql';
import { schema } from '../../schema.ts';
import type { ErrorShape } from '../client.ts';
import type { Document } from '../convergence/documents.ts';
import { uuidOf } from '../ids.ts';
import { type Actor, everyActor, type Outcome, type Somebody } from './actors.ts';
import { askAs, type Company } from './company.ts';
import { openHall, sayEverything, surround } from './furnishing.ts';
import type { Furnished } from './object-row.ts';
import { objectRows } from './objects.ts';
import { contentsOf, everythingOf } from './selection.ts';

export const documentOf = (text: string): Document => parse(text) as unknown as Document;

/** Whether objects can be had by their ids. */
export const Fetch = documentOf('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }');

export const typeOf = (id: string): string =>
  Buffer.from(id, 'base64').toString().split(':')[0] ?? '';

/**
 * By what code something was refused that was asked for at a place. What fails within it was not refused but given, and
 * then could not be answered whole: that is no outcome that a row names.
 */
export function refusalOf(error: ErrorShape, place: readonly (string | number)[]): Outcome {
  const code = String(error.extensions?.code ?? error.message);
  const within = (error.path ?? []).slice(place.length);
  return within.length > 0 ? `${code} within: ${within.join('.')}` : code;
}

/** Everything that the table names, made in one company. */
export async function furnish(company: Company): Promise<Furnished> {
  const hall = await openHall(company);
  await sayEverything(company, hall);
  await surround(company);
  const furnished: Furnished = {
    ...company,
    hall,
    ids: {},
    tokensOf: { link: '', invitation: '' },
  };
  for (const [name, row] of Object.entries(objectRows))
    furnished.ids[name] = await row.make(furnished);
  const invites = await company.stage.backend.db.groupInvite.findMany({
    where: { conversationId: uuidOf(company.group) },
  });
  for (const name of ['link', 'invitation'] as const) {
    const made = invites.find(({ id }) => id === uuidOf(furnished.ids[name] ?? ''));
    furnished.tokensOf[name] = made?.token ?? '';
  }
  return furnished;
}

const wholes = new Map<string, Document>();
/** Asks for objects of one type, whole. */
function wholeOf(typename: string): Document {
  const asked = `nodes(ids: $ids) { ... on ${typename} { ${everythingOf(typeNamed(typename))} } }`;
  const made = wholes.get(typename) ?? documentOf(`query ($ids: [ID!]!) { ${asked} }`);
  wholes.set(typename, made);
  return made;
}

function typeNamed(name: string): GraphQLNamedType {
  const type = schema.getType(name);
  if (!type) throw new Error(`There is no type ${name}`);
  return type;
}

export interface Read {
  outcome: Outcome;
  data: Record<string, unknown> | null;
}

/** One object with every field, as an actor is answered. */
export async function read(company: Company, actor: Actor, id: string): Promise<Read> {
  const answer = await askAs(company, actor, wholeOf(typeOf(id)), { ids: [id] });
  const [error] = answer.errors ?? [];
  if (error) return { outcome: refusalOf(error, ['nodes', 0]), data: null };
  const [data] = (answer.data?.nodes ?? []) as Record<string, unknown>[];
  return { outcome: data ? 'OK' : 'NONE', data: data ?? null };
}

export type Readings = Record<string, Record<Actor, Read>>;

/** Every object of the table as everybody is answered. */
export async function readEverything(company: Furnished): Promise<Readings> {
  const readings: Readings = {};
  for (const [name, id] of Object.entries(company.ids)) {
    const answers = await Promise.all(
      everyActor.map(async (actor) => [actor, await read(company, actor, id)] as const),
    );
    readings[name] = Object.fromEntries(answers) as Record<Actor, Read>;
  }
  return readings;
}

/** What somebody gets at, by whatever field, who begins with themself and what the table gives them. */
export interface Crawl {
  /** Of every object that they were led to, the field that led there. */
  ids: Map<string, string>;
  /** What was not answered. */
  errors: string[];
  fields: Set<string>;
}

const AT_ONCE = 5;

export async function crawl(company: Furnished, actor: Somebody): Promise<Crawl> {
  const begin = documentOf(`{ viewer { ${everythingOf(typeNamed('Viewer'))} } }`);
  const first = await askAs(company, actor, begin, {});
  const found: Crawl = {
    ids: new Map(),
    errors: (first.errors ?? []).map((error) => refusalOf(error, [])),
    fields: new Set(),
  };
  const known = Object.entries(company.ids).filter(
    ([name]) => objectRows[name]?.may[actor] === 'OK',
  );
  const given = known.map(([, id]) => ({ __typename: typeOf(id), id }));
  let fresh = take(found, [first.data, given]);
  while (fresh.length > 0) {
    const next: string[] = [];
    for (const [typename, ids] of groupBy(fresh))
      for (let index = 0; index < ids.length; index += AT_ONCE) {
        const asked = ids.slice(index, index + AT_ONCE);
        const answer = await askAs(company, actor, wholeOf(typename), { ids: asked });
        for (const error of answer.errors ?? []) {
          const id = asked[Number(error.path?.[1])] ?? '';
          found.errors.push(
            `${found.ids.get(id)} led to ${typename}: ${refusalOf(error, ['nodes', 0])}`,
          );
        }
        next.push(...take(found, answer.data));
      }
    fresh = next;
  }
  return found;
}

function groupBy(ids: readonly string[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const id of ids) groups.set(typeOf(id), [...(groups.get(typeOf(id)) ?? []), id]);
  return groups;
}

/** Takes an answer in; answers the ids that are new. */
function take(found: Crawl, data: unknown): string[] {
  const { ids, fields } = contentsOf(data);
  for (const field of fields) found.fields.add(field);
  const fresh: string[] = [];
  for (const [id, path] of ids)
    if (!found.ids.has(id)) {
      found.ids.set(id, path);
      fresh.push(id);
    }
  return fresh;
}
