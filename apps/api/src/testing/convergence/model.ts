import { randomInt } from 'node:crypto';
import { dataOf } from '../client.ts';
import type { Person } from '../world.ts';
import { derive } from './derived.ts';
import { conversationPart, MISSED, type Part, VIEWER } from './documents.ts';
import { type Asked, apply, type Told } from './events.ts';
import { differences, type Graph, keyOf, merge } from './graph.ts';

/** One device's view of everything its person can see. */
export interface View {
  graph: Graph;
  viewer: string;
}

/** As many as the cost of one answer allows. */
const PAGE_MAX = 50;

async function askFor(person: Person, graph: Graph, { id, part }: Asked): Promise<boolean> {
  const { data } = await person.attempt(conversationPart(part), { id });
  if (!data?.conversation) return false;
  merge(graph, data.conversation);
  return true;
}

/** Everything that a person can see, fetched afresh; conversations that their list hides only where they are named. */
export async function fetchView(person: Person, known: readonly string[] = []): Promise<View> {
  const graph: Graph = {};
  const { viewer } = dataOf(VIEWER, {}, await person.attempt(VIEWER, {}));
  merge(graph, viewer);
  const ids = new Set([...conversationIds(graph), ...known]);
  await Promise.all([...ids].map((id) => askFor(person, graph, { id, part: 'whole' })));
  return { graph, viewer: keyOf('Viewer', (viewer as { id: string }).id) };
}

/** Conversations that a client knows: those of its list and hidden ones. */
export const conversationIds = (graph: Graph): string[] =>
  Object.keys(graph)
    .filter((key) => key.startsWith('Conversation:'))
    .map((key) => key.slice('Conversation:'.length));

/** The pages of events from a cursor on, as a device reads them that comes back. */
export async function missedPages(
  person: Person,
  after: string,
  pageLength: () => number = () => PAGE_MAX,
): Promise<Told[][]> {
  const pages: Told[][] = [];
  for (let cursor = after, caughtUp = false; !caughtUp; ) {
    const data = await person.ask(MISSED, { after: cursor, first: pageLength() });
    const page = data.events as { cursor: string; caughtUp: boolean; events: Told[] };
    if (page.events.some(({ __typename }) => __typename === 'Reset'))
      throw new Error('The cursor was not honoured');
    pages.push(page.events);
    ({ cursor, caughtUp } = page);
  }
  return pages;
}

export const shortPages = () => randomInt(1, 4);

/** What the device shows once it has taken in these pages; what it had is left as it was. */
export async function takeIn(
  person: Person,
  before: View,
  pages: readonly Told[][],
): Promise<View> {
  const view = structuredClone(before);
  for (const page of pages) {
    const asked = new Map<string, Asked>();
    for (const event of page)
      for (const part of apply(view, event)) asked.set(`${part.id} ${part.part}`, part);
    for (const one of asked.values()) await askFor(person, view.graph, one);
    derive(view);
  }
  return view;
}

/** Where a view is not what its person sees who fetches everything afresh. */
export function missing(fresh: View, held: View): string[] {
  const gone = conversationIds(held.graph).filter((id) => !fresh.graph[keyOf('Conversation', id)]);
  return [
    ...gone.map((id) => `Conversation ${id} is out of sight, but held`),
    ...differences(fresh.graph, held.graph, [
      fresh.viewer,
      ...conversationIds(fresh.graph).map((id) => keyOf('Conversation', id)),
    ]),
  ];
}

export type { Asked, Part, Told };
