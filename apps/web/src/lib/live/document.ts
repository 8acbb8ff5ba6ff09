import { gql } from '@urql/core';
import type { TadaDocumentNode } from 'gql.tada';
import type { DefinitionNode, DocumentNode } from 'graphql';
import { fragmentOf, type LiveEvent } from './event';

/** What every event carries, whatever its type. */
export interface StreamEvent {
  __typename: string;
  cursor: string;
  id?: string;
  streamId?: string;
  seq?: number;
}

export interface LiveData {
  events: StreamEvent;
}

/** What they carry has a cost each, and the API allows a request only so much. */
const POLLED_AT_ONCE = 20;

export type LiveDocument = TadaDocumentNode<LiveData, { after?: string | null }>;

/** One subscription for everything: each feature's fragments, spread into `events`. */
export function liveDocument(events: readonly LiveEvent[]): LiveDocument {
  const stream = (selection: string) =>
    `subscription Live_events($after: Cursor) { events(after: $after) { ${selection} } }`;
  return documentOf(stream, events) as LiveDocument;
}

/** The same events as a page of those since a cursor. */
export function pollDocument(events: readonly LiveEvent[]): DocumentNode {
  const page = (selection: string) =>
    `query Live_poll($after: Cursor) {
      events(after: $after, first: ${POLLED_AT_ONCE}) { cursor caughtUp events { ${selection} } }
    }`;
  return documentOf(page, events);
}

function documentOf(
  operationWith: (selection: string) => string,
  events: readonly LiveEvent[],
): DocumentNode {
  const spreads = events.map(({ fragment }) => `...${fragmentOf(fragment).name.value}`).join(' ');
  const operation = gql(
    operationWith(`__typename cursor ... on LoggedEvent { id streamId seq } ${spreads}`),
  ) as DocumentNode;
  const definitions = new Map<string, DefinitionNode>();
  for (const { fragment } of events) {
    for (const definition of fragment.definitions) {
      if (definition.kind === 'FragmentDefinition')
        definitions.set(definition.name.value, definition);
    }
  }
  // Without the `loc` of the operation, which urql would take for the text of the whole document.
  return {
    kind: operation.kind,
    definitions: [...operation.definitions, ...definitions.values()],
  };
}
