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

export type LiveDocument = TadaDocumentNode<LiveData, { after?: string | null }>;

/** One subscription for everything: each feature's fragments, spread into `events`. */
export function liveDocument(events: readonly LiveEvent[]): LiveDocument {
  const spreads = events.map(({ fragment }) => `...${fragmentOf(fragment).name.value}`).join(' ');
  const operation = gql(
    `subscription Live_events($after: Cursor) {
      events(after: $after) { __typename cursor ... on LoggedEvent { id streamId seq } ${spreads} }
    }`,
  ) as DocumentNode;
  const definitions = new Map<string, DefinitionNode>();
  for (const { fragment } of events) {
    for (const definition of fragment.definitions) {
      if (definition.kind === 'FragmentDefinition')
        definitions.set(definition.name.value, definition);
    }
  }
  // Without the `loc` of the operation, which urql would take for the text of the whole document.
  const document: DocumentNode = {
    kind: operation.kind,
    definitions: [...operation.definitions, ...definitions.values()],
  };
  return document as LiveDocument;
}
