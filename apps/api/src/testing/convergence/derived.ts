import { meOf } from './events.ts';
import { type Fields, type Graph, isInline, isReference, type Value } from './graph.ts';

/** What a client works out by itself from what it holds: counts, quotes, and which conversations its list shows. */

interface Held {
  graph: Graph;
  viewer: string;
}

const entities = (graph: Graph, list: Value | undefined): Fields[] =>
  (Array.isArray(list) ? list : []).flatMap((item) => {
    const fields = isReference(item) ? graph[item.$ref] : undefined;
    return fields ? [fields] : [];
  });
const keyIn = (value: Value | undefined) => (isReference(value) ? value.$ref : null);
const referenceTo = (fields: Fields | undefined): Value =>
  fields ? { $ref: `${fields.__typename}:${fields.id}` } : null;
const typed = (graph: Graph, typename: string) =>
  Object.values(graph).filter((fields) => fields.__typename === typename);

export function derive(held: Held): void {
  const { graph } = held;
  // Only what has been fetched as a whole has a list of messages.
  const conversations = typed(graph, 'Conversation').filter(({ messages }) =>
    Array.isArray(messages),
  );
  for (const conversation of conversations) deriveConversation(held, conversation);
  for (const fields of Object.values(graph)) requote(graph, fields);
  const viewer = graph[held.viewer] as Fields;
  viewer.unreadCount = conversations.reduce((sum, { unreadCount }) => sum + Number(unreadCount), 0);
  deriveCategories(graph, viewer);
  const shown = (fields: Fields | undefined) =>
    isInline(fields?.viewerSettings) && fields.viewerSettings.hidden === false;
  viewer.conversations = conversations.filter(shown).map(referenceTo);
  const pinned = (fields: Fields) =>
    shown(fields) && isInline(fields.viewerSettings) && fields.viewerSettings.pinned === true;
  const before = entities(graph, viewer.pinnedConversations);
  const added = conversations.filter((fields) => pinned(fields) && !before.includes(fields));
  viewer.pinnedConversations = [...added, ...before.filter(pinned)].map(referenceTo);
}

/** Whoever is in a category that is gone is not; the others are named in the order of all. */
function deriveCategories(graph: Graph, viewer: Fields): void {
  const order = entities(graph, viewer.friendCategories);
  for (const person of typed(graph, 'User'))
    if (Array.isArray(person.categories)) {
      const held = entities(graph, person.categories);
      person.categories = order.filter((category) => held.includes(category)).map(referenceTo);
    }
}

function deriveConversation(held: Held, conversation: Fields): void {
  const { graph } = held;
  const me = meOf(held);
  const messages = entities(graph, conversation.messages);
  const members = entities(graph, conversation.members);
  for (const message of messages) {
    message.delivery = deliveryOf(message, members);
    const mentions = Array.isArray(message.mentions) ? message.mentions : [];
    message.mentionsViewer = mentions.some(
      (mention) => isInline(mention) && (mention.user === null || keyIn(mention.user) === me),
    );
  }
  const { viewerPosition } = conversation;
  const readSeq = isInline(viewerPosition) ? Number(viewerPosition.readSeq) : 0;
  const unread = messages.filter(
    ({ seq, sender }) => Number(seq) > readSeq && keyIn(sender) !== me,
  );
  const naming = unread.filter(({ mentionsViewer }) => mentionsViewer === true);
  conversation.unreadCount = unread.length;
  conversation.firstUnread = referenceTo(unread[0]);
  conversation.unreadMentionCount = naming.length;
  conversation.firstUnreadMention = referenceTo(naming[0]);
  conversation.lastMessage = referenceTo(messages.at(-1));
  conversation.latestAnnouncement = referenceTo(entities(graph, conversation.announcements)[0]);
}

/** Positions count for members who were there when the message was sent, without its sender. */
function deliveryOf({ seq, sentAt, sender }: Fields, members: readonly Fields[]): Fields {
  const recipients = members.filter(
    ({ user, joinedAt }) => keyIn(user) !== keyIn(sender) && String(joinedAt) <= String(sentAt),
  );
  const upTo = (position: 'readSeq' | 'deliveredSeq') =>
    recipients.filter((member) => Number(member[position]) >= Number(seq)).length;
  return {
    __typename: 'MessageDelivery',
    recipientCount: recipients.length,
    readCount: upTo('readSeq'),
    deliveredCount: upTo('deliveredSeq'),
  };
}

/** A quotation shows what its message says now. */
function requote(graph: Graph, fields: Fields): void {
  for (const value of Object.values(fields)) {
    if (!isInline(value)) continue;
    const quoted = value.__typename === 'QuotedMessage' && graph[`Message:${value.messageId}`];
    if (quoted) value.content = quoted.content as Value;
    else requote(graph, value);
  }
}
