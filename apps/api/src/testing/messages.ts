import { graphql } from './graphql.ts';
import type { Person } from './world.ts';

/** What tests do to messages, over the public API. */

const EditMessage = graphql(`
  mutation EditMessage($input: EditMessageInput!) {
    editMessage(input: $input) {
      __typename
      ... on EditMessagePayload { edited { id version } }
      ... on Error { message rule }
      ... on EditWindowClosedError { closedAt }
    }
  }
`);
const RecallMessage = graphql(`
  mutation RecallMessage($input: RecallMessageInput!) {
    recallMessage(input: $input) {
      __typename
      ... on RecallMessagePayload { recalled { id content { __typename } } }
      ... on Error { message rule }
      ... on RecallWindowClosedError { closedAt }
    }
  }
`);
const DeleteMessages = graphql(`
  mutation DeleteMessages($input: DeleteMessagesInput!) {
    deleteMessages(input: $input) {
      __typename
      ... on DeleteMessagesPayload { conversations { id unreadCount lastMessage { id } } }
      ... on Error { message rule }
    }
  }
`);
const DeleteMessageForEveryone = graphql(`
  mutation DeleteMessageForEveryone($input: DeleteMessageForEveryoneInput!) {
    deleteMessageForEveryone(input: $input) {
      __typename
      ... on DeleteMessageForEveryonePayload { deleted { id content { __typename } } }
      ... on Error { message rule }
    }
  }
`);
const AddReaction = graphql(`
  mutation AddReaction($input: AddReactionInput!) {
    addReaction(input: $input) {
      __typename
      ... on AddReactionPayload { reacted { id reactions { emoji count viewerReacted } } }
      ... on Error { message rule }
      ... on LimitReachedError { limit }
    }
  }
`);
const RemoveReaction = graphql(`
  mutation RemoveReaction($input: RemoveReactionInput!) {
    removeReaction(input: $input) {
      __typename
      ... on RemoveReactionPayload { reacted { id reactions { emoji count viewerReacted } } }
      ... on Error { message rule }
    }
  }
`);
const PinMessage = graphql(`
  mutation PinMessage($input: PinMessageInput!) {
    pinMessage(input: $input) {
      __typename
      ... on PinMessagePayload { pinned { id pinned } }
      ... on Error { message rule }
      ... on LimitReachedError { limit }
    }
  }
`);
const UnpinMessage = graphql(`
  mutation UnpinMessage($input: UnpinMessageInput!) {
    unpinMessage(input: $input) {
      __typename
      ... on UnpinMessagePayload { unpinned { id pinned } }
      ... on Error { message rule }
    }
  }
`);

/** A message as one person sees it. */
const MessageById = graphql(`
  query MessageById($id: ID!) {
    node(id: $id) {
      __typename
      ... on Message {
        id
        seq
        version
        editedAt
        pinned
        content {
          __typename
          ... on TextContent { text }
          ... on MarkdownContent { markdown }
          ... on RecalledContent { by { id } recalledAt originalText originalFormat }
          ... on DeletedContent { by { id } deletedAt }
        }
        mentions { start length user { id } }
        reactions { emoji count viewerReacted recent { id } }
        versions(first: 100) { edges { node { version text writtenAt } } }
      }
    }
  }
`);

export interface Mentioned {
  userId: string | null;
  start: number;
  length: number;
}

/** What somebody does with one message, or tries to. */
export function onMessage(person: Person, messageId: string) {
  const input = { messageId };
  return {
    edit: async (text: string, mentions: Mentioned[] = []) =>
      (await person.ask(EditMessage, { input: { messageId, text, mentions } })).editMessage,
    recall: async () => (await person.ask(RecallMessage, { input })).recallMessage,
    deleteForEveryone: async () =>
      (await person.ask(DeleteMessageForEveryone, { input })).deleteMessageForEveryone,
    deleteForMe: () => deleteForMe(person, [messageId]),
    react: async (emoji: string) =>
      (await person.ask(AddReaction, { input: { messageId, emoji } })).addReaction,
    takeBack: async (emoji: string) =>
      (await person.ask(RemoveReaction, { input: { messageId, emoji } })).removeReaction,
    pin: async () => (await person.ask(PinMessage, { input })).pinMessage,
    unpin: async () => (await person.ask(UnpinMessage, { input })).unpinMessage,
    see: async () => {
      const { node } = await person.ask(MessageById, { id: messageId });
      if (node?.__typename !== 'Message') throw new Error('There is no such message');
      return node;
    },
    /** Code of the refusal to show it. */
    refused: async () =>
      (await person.attempt(MessageById, { id: messageId })).errors?.[0]?.extensions?.code,
  };
}

export async function deleteForMe(person: Person, messageIds: string[]) {
  return (await person.ask(DeleteMessages, { input: { messageIds } })).deleteMessages;
}

/** Everything that somebody could do with a message of others, each as it is answered: for whoever must not know of it. */
export async function everyOperation(person: Person, messageId: string) {
  const on = onMessage(person, messageId);
  return [
    await on.edit('mine now'),
    await on.recall(),
    await on.deleteForMe(),
    await on.deleteForEveryone(),
    await on.react('👀'),
    await on.takeBack('👀'),
    await on.pin(),
    await on.unpin(),
  ];
}

const Reply = graphql(`
  mutation Reply($input: SendMessageInput!) {
    sendMessage(input: $input) {
      __typename
      ... on SendMessagePayload { sent { id } }
      ... on Error { message }
    }
  }
`);

/** A group in which everything has happened to messages that can. Answers the id of one that is still as it was. */
export async function liveThroughMessages(owner: Person, friend: Person): Promise<string> {
  const group = await owner.group('Tea', [friend]);
  const said: string[] = [];
  for (const text of ['edited', 'recalled', 'deleted', 'hidden', 'untouched'])
    said.push((await owner.send(group, text)).id);
  const [edited = '', recalled = '', deleted = '', hidden = '', untouched = ''] = said;
  await onMessage(owner, edited).edit('@Tom', [{ userId: friend.id, start: 0, length: 4 }]);
  await onMessage(friend, edited).react('👍');
  await onMessage(owner, edited).react('👍');
  await onMessage(owner, edited).takeBack('👍');
  await onMessage(owner, edited).pin();
  await onMessage(owner, deleted).pin();
  await onMessage(owner, recalled).recall();
  await onMessage(owner, deleted).deleteForEveryone();
  await deleteForMe(friend, [hidden]);
  const input = { conversationId: group, clientId: crypto.randomUUID(), text: 'yes' };
  await friend.ask(Reply, { input: { ...input, replyToId: edited } });
  return untouched;
}
