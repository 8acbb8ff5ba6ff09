import { randomUUID } from 'node:crypto';
import { graphql, type VariablesOf } from './graphql.ts';
import { expectType, type Person } from './world.ts';

/** What tests carry on, keep and plan, over the public API. Attempts answer a member of their result union. */

const ForwardMessages = graphql(`
  mutation ForwardThem($input: ForwardMessagesInput!) {
    forwardMessages(input: $input) {
      __typename
      ... on ForwardMessagesPayload {
        sent {
          id
          seq
          clientId
          forwarded
          forwardingForbidden
          mentions { start }
          replyTo { seq }
          sender { id }
          content {
            __typename
            ... on TextContent { text }
            ... on MarkdownContent { markdown }
            ... on ContactCardContent { user { id } }
            ... on BundleContent { bundle { id title entryCount preview { senderName } } }
          }
        }
      }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on ForwardingForbiddenError { messageId }
      ... on MemberMutedError { retryAt }
    }
  }
`);
const AddFavourites = graphql(`
  mutation SaveThem($input: AddFavouritesInput!) {
    addFavourites(input: $input) {
      __typename
      ... on AddFavouritesPayload { favourites { id savedAt source { id } } }
      ... on Error { message rule }
      ... on InvalidFieldError { field }
      ... on ForwardingForbiddenError { messageId }
    }
  }
`);
const RemoveFavourite = graphql(`
  mutation RemoveIt($input: RemoveFavouriteInput!) {
    removeFavourite(input: $input) {
      __typename
      ... on RemoveFavouritePayload { favouriteId }
      ... on Error { message }
    }
  }
`);
const ScheduleMessage = graphql(`
  mutation SayLater($input: ScheduleMessageInput!) {
    scheduleMessage(input: $input) {
      __typename
      ... on ScheduleMessagePayload { scheduled { id clientId } }
      ... on Error { message rule }
    }
  }
`);
const SetReminder = graphql(`
  mutation RemindMe($input: SetReminderInput!) {
    setReminder(input: $input) {
      __typename
      ... on SetReminderPayload { reminder { id } }
      ... on Error { message rule }
    }
  }
`);
const SaveDraft = graphql(`
  mutation Begin($input: SaveDraftInput!) {
    saveDraft(input: $input) { __typename ... on Error { message rule } }
  }
`);
const SendCard = graphql(`
  mutation SendACard($input: SendCardInput!) {
    sendCard(input: $input) {
      __typename
      ... on SendCardPayload { sent { id } }
      ... on Error { message }
    }
  }
`);

/** So many seconds from now, or before it where negative. */
export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();

type Forward = VariablesOf<typeof ForwardMessages>['input'];

export async function forward(
  person: Person,
  wanted: Partial<Forward> & Pick<Forward, 'conversationId' | 'messageIds'>,
) {
  const input = { clientId: randomUUID(), bundled: false, ...wanted };
  return (await person.ask(ForwardMessages, { input })).forwardMessages;
}

export async function forwarded(...given: Parameters<typeof forward>) {
  return expectType(await forward(...given), 'ForwardMessagesPayload').sent;
}

/** Forwards messages as a chat history; answers the message that holds it, and the bundle. */
export async function bundled(person: Person, conversationId: string, messageIds: string[]) {
  const wanted = { conversationId, messageIds, bundled: true, title: 'Chat history' };
  const [message] = await forwarded(person, wanted);
  if (!message) throw new Error('A bundle was forwarded and made no message');
  return { id: message.id, bundle: expectType(message.content, 'BundleContent').bundle };
}

export async function addFavourites(person: Person, messageIds: string[]) {
  return (await person.ask(AddFavourites, { input: { messageIds } })).addFavourites;
}

export async function saved(person: Person, ...messageIds: string[]) {
  return expectType(await addFavourites(person, messageIds), 'AddFavouritesPayload').favourites;
}

export async function removeFavourite(person: Person, favouriteId: string) {
  return (await person.ask(RemoveFavourite, { input: { favouriteId } })).removeFavourite;
}

/** Has a text sent at a time, a second ago by default: whatever sends what is due does the rest. */
export async function scheduled(
  person: Person,
  conversationId: string,
  text: string,
  sendAt = inSeconds(-1),
) {
  const input = { conversationId, clientId: randomUUID(), text, sendAt };
  const { scheduleMessage } = await person.ask(ScheduleMessage, { input });
  return expectType(scheduleMessage, 'ScheduleMessagePayload').scheduled;
}

export async function reminded(person: Person, messageId: string, remindAt = inSeconds(-1)) {
  const { setReminder } = await person.ask(SetReminder, { input: { messageId, remindAt } });
  return expectType(setReminder, 'SetReminderPayload').reminder;
}

/** Sends the card of a person; answers the id of the message. */
export async function sendCard(person: Person, conversationId: string, { id: userId }: Person) {
  const input = { conversationId, clientId: randomUUID(), userId };
  const { sendCard: answer } = await person.ask(SendCard, { input });
  return expectType(answer, 'SendCardPayload').sent.id;
}

/** One of everything that can be carried on, kept or planned in a conversation; answers the ids. */
export async function keepEverything(person: Person, friend: Person, conversationId: string) {
  const { id: messageId } = await friend.send(conversationId, 'worth keeping');
  const inner = await bundled(person, conversationId, [messageId]);
  const { bundle } = await bundled(person, conversationId, [inner.id, messageId]);
  const [first, second] = await saved(person, messageId, inner.id);
  if (!first || !second) throw new Error('Two messages were saved');
  expectType(await removeFavourite(person, first.id), 'RemoveFavouritePayload');
  const plan = await scheduled(person, conversationId, 'later', inSeconds(3_600));
  const reminder = await reminded(person, messageId);
  const input = { conversationId, text: 'I was about to', updatedAt: inSeconds(0) };
  const { saveDraft } = await person.ask(SaveDraft, { input });
  expectType(saveDraft, 'SaveDraftPayload');
  return {
    messageId,
    bundleId: bundle.id,
    favouriteId: second.id,
    scheduledMessageId: plan.id,
    reminderId: reminder.id,
  };
}
