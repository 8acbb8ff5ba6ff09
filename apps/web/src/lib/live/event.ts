import type { TypedDocumentNode } from '@urql/core';
import type { Cache } from '@urql/exchange-graphcache';
import type { DocumentNode, FragmentDefinitionNode } from 'graphql';

/**
 * What a feature has to say about one type of event. Its fragment becomes part of the one subscription document, so it
 * is the feature that decides what the event carries.
 */
export interface LiveEvent {
  typename: string;
  fragment: DocumentNode;
  /**
   * Puts the event into the cache, beyond what is normalised by itself. Runs again, with all that came after it, when an
   * answer arrives that it has overtaken (lib/urql/overtaken-answers.ts): keep it idempotent.
   */
  apply?: (event: never, cache: Cache) => void;
  /** Runs once, after the cache has it: for everything that is not the cache. */
  heard?: (event: never) => void;
}

interface Handlers<Event> {
  apply?: (event: Event, cache: Cache) => void;
  heard?: (event: Event) => void;
}

export function liveEvent<Event>(
  fragment: TypedDocumentNode<Event, never>,
  handlers: Handlers<Event>,
): LiveEvent {
  const document = fragment as DocumentNode;
  return {
    typename: fragmentOf(document).typeCondition.name.value,
    fragment: document,
    ...handlers,
  };
}

/** The fragment a document is about; those it spreads follow after it. */
export function fragmentOf(document: DocumentNode): FragmentDefinitionNode {
  const definition = document.definitions[0];
  if (definition?.kind !== 'FragmentDefinition')
    throw new Error('A live event is given by a fragment.');
  return definition;
}
