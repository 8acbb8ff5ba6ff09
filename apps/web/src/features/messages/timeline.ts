import { daysBetween } from '@/lib/time-format';
import { isLine } from './notices';

const MINUTE = 60_000;
const GROUP_GAP = 5 * MINUTE;
const QUIET_GAP = 15 * MINUTE;

type Sent = {
  readonly seq: number;
  readonly clientId: string;
  readonly sentAt: string;
  readonly sender: { readonly id: string };
  readonly content: { readonly __typename: string };
};

type Waiting = { readonly clientId: string; readonly createdAt: string | number | Date };

export type TimelineRow<Message extends Sent, Entry extends Waiting> = {
  key: string;
  at: Date;
  own: boolean;
  notice: boolean;
  /** A new day begins here. */
  newDay: boolean;
  /** It had been quiet for a while: the time is worth saying. */
  afterQuiet: boolean;
  /** The first message that was unread when the conversation was opened. */
  firstUnread: boolean;
  startsGroup: boolean;
  endsGroup: boolean;
} & ({ message: Message; entry: null } | { message: null; entry: Entry });

type TimelineInput<Message extends Sent, Entry extends Waiting> = {
  messages: readonly Message[];
  waiting: readonly Entry[];
  viewerId: string;
  /** Position up to which the viewer had read when the conversation was opened; null for no line. */
  readUntil: number | null;
  /** More messages exist before the first one given. */
  hasOlder: boolean;
};

type Draft<Message extends Sent, Entry extends Waiting> = {
  key: string;
  at: Date;
  senderId: string;
  notice: boolean;
} & ({ message: Message; entry: null } | { message: null; entry: Entry });

function drafts<Message extends Sent, Entry extends Waiting>(
  input: TimelineInput<Message, Entry>,
): Draft<Message, Entry>[] {
  const arrived = new Set(input.messages.map((message) => message.clientId));
  const sent = input.messages.map((message) => ({
    // One key for the waiting bubble and the message it becomes: the row stays and only its mark changes.
    key: message.clientId,
    at: new Date(message.sentAt),
    senderId: message.sender.id,
    notice: isLine(message),
    message,
    entry: null,
  }));
  const waiting = input.waiting
    .filter((entry) => !arrived.has(entry.clientId))
    .map((entry) => ({
      key: entry.clientId,
      at: new Date(entry.createdAt),
      senderId: input.viewerId,
      notice: false,
      message: null,
      entry,
    }));
  return [...sent, ...waiting];
}

function together(
  before: { at: Date; senderId: string; notice: boolean },
  after: { at: Date; senderId: string; notice: boolean },
): boolean {
  return (
    before.senderId === after.senderId &&
    !before.notice &&
    !after.notice &&
    after.at.getTime() - before.at.getTime() <= GROUP_GAP &&
    daysBetween(before.at, after.at) === 0
  );
}

/** The oldest row known is unread and older ones exist: nobody can tell yet where the line belongs. */
function beginsUnread<Message extends Sent, Entry extends Waiting>(
  first: Draft<Message, Entry> | undefined,
  { hasOlder, readUntil }: TimelineInput<Message, Entry>,
): boolean {
  return hasOlder && (first?.message?.seq ?? 0) > (readUntil ?? 0) + 1;
}

/**
 * The rows of a conversation, oldest first, one row per message: lines for a day, a quiet gap or the
 * unread belong to the row below them, so that the number of rows is the number of messages and a
 * page of older ones can be put before them without moving what is being read.
 */
export function timeline<Message extends Sent, Entry extends Waiting>(
  input: TimelineInput<Message, Entry>,
): TimelineRow<Message, Entry>[] {
  const all = drafts(input);
  let unreadMarked = input.readUntil === null || beginsUnread(all[0], input);
  return all.map((draft, index) => {
    const before = all[index - 1];
    const after = all[index + 1];
    const own = draft.senderId === input.viewerId;
    const firstUnread =
      !unreadMarked &&
      draft.message !== null &&
      !own &&
      draft.message.seq > (input.readUntil ?? Number.POSITIVE_INFINITY);
    if (firstUnread) unreadMarked = true;
    const newDay = before ? daysBetween(before.at, draft.at) > 0 : !input.hasOlder;
    const gap = before ? draft.at.getTime() - before.at.getTime() : 0;
    return {
      ...draft,
      own,
      newDay,
      afterQuiet: !newDay && gap > QUIET_GAP,
      firstUnread,
      startsGroup: !before || firstUnread || !together(before, draft),
      endsGroup: !after || !together(draft, after),
    };
  });
}
