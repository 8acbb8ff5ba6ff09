import { getNamedType, isObjectType, isUnionType } from 'graphql';
import { schema } from '../../schema.ts';
import type { Document } from '../convergence/documents.ts';
import { type Actor, type Cells, everyActor, isVisitor, type Outcome } from './actors.ts';
import { askAs, type Companies, type Company } from './company.ts';
import { shown } from './fields.ts';
import { documentOf, Fetch, refusalOf } from './reading.ts';
import { contentsOf, everythingOf } from './selection.ts';

/** Something that can be done, to what an id names, and who may. */
export interface ChangeRow {
  /** What the id is of, in the words of the table. */
  of: string;
  /** Makes what is needed; answers the input. Called anew for every actor. */
  input?(company: Company, actor: Actor): Promise<object> | object;
  may: Cells;
  /**
   * A company that nobody else uses, where doing it changes what people are to each other: one for the row, or one for
   * each who succeeds, where one success takes away what the next one needs.
   */
  own?: 'row' | 'cell';
  /** Where the answer says how much was done: this field of it, which is empty where nothing was. */
  shows?: string;
}

/** By mutation and, where it takes ids, by their places in its input: `muteMember(conversationId:, userId:)`. */
export type ChangeRows = Readonly<Record<string, ChangeRow | readonly ChangeRow[]>>;

const documents = new Map<string, Document>();
function documentFor(mutation: string): Document {
  const known = documents.get(mutation);
  if (known) return known;
  const field = schema.getMutationType()?.getFields()[mutation];
  if (!field) throw new Error(`There is no mutation ${mutation}`);
  const type = getNamedType(field.type);
  const members = isUnionType(type) ? type.getTypes() : isObjectType(type) ? [type] : [];
  const selections = members.map((member) => `... on ${member.name} { ${everythingOf(member)} }`);
  const [declared, given] =
    field.args.length > 0 ? [`($input: ${field.args[0]?.type})`, '(input: $input)'] : ['', ''];
  const made = documentOf(
    `mutation${declared} { ${mutation}${given} { ${selections.join(' ')} } }`,
  );
  documents.set(mutation, made);
  return made;
}

export interface Done {
  outcome: Outcome;
  /** What was answered, by coordinate, and the objects it leads to. */
  fields: Set<string>;
  ids: Map<string, string>;
}

/** Does it as an actor; answers what became of it. */
async function attempt(
  company: Company,
  actor: Actor,
  mutation: string,
  { row, input }: { row: ChangeRow; input: object },
): Promise<Done> {
  const { data, errors } = await askAs(company, actor, documentFor(mutation), { input });
  const [error] = errors ?? [];
  if (error) return { outcome: refusalOf(error, [mutation]), ...contentsOf(null) };
  const answer = (data?.[mutation] ?? {}) as Record<string, unknown> & { rule?: string };
  const done = row.shows ? shown(answer[row.shows]) : 'OK';
  return { outcome: answer.rule ?? done, ...contentsOf(answer) };
}

export const mutationOf = (coordinate: string): string => coordinate.split('(')[0] ?? '';

/** The places that a row is about. */
export function placesOf(coordinate: string): string[] {
  const [mutation = '', ids] = coordinate.slice(0, -1).split('(');
  return ids ? ids.split(', ').map((id) => `${mutation}(${id})`) : [coordinate];
}

const AT_ONCE = 4;

/** Everybody tries: those first whom the row refuses, so that whoever succeeds shows that nothing had happened before. */
export async function tryEverybody(
  companies: Companies,
  shared: Company,
  coordinate: string,
  row: ChangeRow,
): Promise<Record<Actor, Done>> {
  const first = row.own ? await companies.one() : shared;
  const done: Partial<Record<Actor, Done>> = {};
  const attemptAs = async (actor: Actor, company: Company) => {
    const input = (await row.input?.(company, actor)) ?? {};
    done[actor] = await attempt(company, actor, mutationOf(coordinate), { row, input });
    await expectFetchable(company, actor, coordinate, done[actor]);
  };
  const refused = everyActor.filter((actor) => row.may[actor] !== 'OK');
  // Those without a session would all make what they need as the person: one after the other.
  for (const actor of refused.filter(isVisitor)) await attemptAs(actor, first);
  const others = refused.filter((actor) => !isVisitor(actor));
  for (let index = 0; index < others.length; index += AT_ONCE)
    await Promise.all(others.slice(index, index + AT_ONCE).map((actor) => attemptAs(actor, first)));
  let successes = 0;
  for (const actor of everyActor.filter((one) => row.may[one] === 'OK'))
    await attemptAs(actor, row.own === 'cell' && successes++ > 0 ? await companies.one() : first);
  return done as Record<Actor, Done>;
}

/** Whatever a change hands out, whoever made it may fetch by its id: an answer is no way round the rules of reading. */
async function expectFetchable(
  company: Company,
  actor: Actor,
  coordinate: string,
  { outcome, ids, fields }: Done,
) {
  // Whoever signs somebody in is handed that person’s token, and has none of their own things.
  if (isVisitor(actor) || outcome !== 'OK' || ids.size === 0 || fields.has('SignedIn.user')) return;
  const { data } = await askAs(company, actor, Fetch, { ids: [...ids.keys()] });
  const nodes = (data?.nodes ?? []) as unknown[];
  const paths = [...ids.values()].filter((_, index) => !nodes[index]);
  if (paths.length > 0)
    throw new Error(`${coordinate} hands ${actor} what they may not fetch: ${paths.join(', ')}`);
}
