import { randomUUID } from 'node:crypto';
import { graphql } from './graphql.ts';
import type { Person } from './world.ts';

/** What people who are no friends say to each other, over the public API. */

const SendTo = graphql(`
  mutation SendToStranger($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { sent { id seq } }
      ... on StrangerLimitError { users { id } }
      ... on NotFriendsError { users { id } }
      ... on MessageRateLimitedError { limit retryAt }
      ... on Error { message rule }
    }
  }
`);
const AcceptConversation = graphql(`
  mutation AcceptStranger($input: AcceptConversationInput!) {
    acceptConversation(input: $input) {
      __typename
      ... on AcceptConversationPayload { conversation { id peer { strangerState } } }
      ... on Error { rule }
    }
  }
`);
const StateOf = graphql(`
  query StrangerStateOf($id: ID!) { node(id: $id) { ... on User { strangerState } } }
`);

/** Says something, or tries to: the member of the result union that came of it. */
export async function say(person: Person, conversationId: string, clientId: string = randomUUID()) {
  const input = { conversationId, text: 'tea?', clientId };
  return (await person.ask(SendTo, { input })).sendMessage;
}

export const accept = async (person: Person, conversationId: string) =>
  (await person.ask(AcceptConversation, { input: { conversationId } })).acceptConversation;

const Reachable = graphql(`
  query WhetherReachable($id: ID!) { node(id: $id) { ... on User { unreachable } } }
`);

/** Why somebody need not write to another; null where they may. */
export async function unreachable(person: Person, other: Person) {
  const { node } = await person.ask(Reachable, { id: other.id });
  return node && 'unreachable' in node ? node.unreachable : undefined;
}

export async function strangerState(person: Person, other: Person) {
  const { node } = await person.ask(StateOf, { id: other.id });
  return node && 'strangerState' in node ? node.strangerState : undefined;
}
