import { daysBetween } from '@/lib/time-format';
import { isLine } from './notices';

const MINUTE = 60_000;
const GROUP_GAP = 5 * MINUTE;
const QUIET_GAP = 15 * MINUTE;
/** Days are counted from here. */
const FIRST_DAY = new Date(0);

type Sent = {
  readonly seq: number;
  readonly clientId: string;
  readonly sentAt: string;
  readonly sender: { readonly id: string };
  readonly content: { readonly __typename: string };
};

type Waiting = {
  readonly clientId: string;
  readonly createdAt: string | number | Date;
  readonly file?: { readonly kind: string };
};

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
  /** It, or the one before it, is a card or a picture: those have edges, which want room between them. */
  edged: boolean;
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

/** What can be told of a row without its neighbours. */
type Moment = { at: Date; day: number; senderId: string; notice: boolean; card: boolean };

/**
 * The rows of a conversation, oldest first, one row per message: lines for a day, a quiet gap or the
 * unread belong to the row below them, so that the number of rows is the number of messages and a
 * page of older ones can be put before them without moving what is being read. A row about which
 * nothing has changed stays the same object, so that it is not drawn again.
 */
export class Timeline<Message extends Sent, Entry extends Waiting> {
  private readonly moments = new WeakMap<Message | Entry, Moment>();
  private readonly known = new WeakMap<Message | Entry, TimelineRow<Message, Entry>>();

  rows(input: TimelineInput<Message, Entry>): TimelineRow<Message, Entry>[] {
    const { messages, viewerId, readUntil } = input;
    const waiting = input.waiting.filter(
      ({ clientId }) => !messages.some((message) => message.clientId === clientId),
    );
    const all = [...messages, ...waiting];
    const moments = all.map((item) => this.momentOf(item, viewerId));
    const unread = readUntil === null ? -1 : firstUnread(input);
    return all.map((item, index) => {
      const [before, moment] = [moments[index - 1], moments[index] as Moment];
      const after = moments[index + 1];
      const newDay = before ? before.day < moment.day : !input.hasOlder;
      const gap = before ? moment.at.getTime() - before.at.getTime() : 0;
      return this.keep(item, {
        // One key for the waiting bubble and the message it becomes: the row stays and only its mark changes.
        key: item.clientId,
        at: moment.at,
        own: moment.senderId === viewerId,
        notice: moment.notice,
        newDay,
        afterQuiet: !newDay && gap > QUIET_GAP,
        firstUnread: index === unread,
        startsGroup: !before || index === unread || !together(before, moment),
        endsGroup: !after || !together(moment, after),
        edged: moment.card || before?.card === true,
        ...(isSent(item) ? { message: item, entry: null } : { message: null, entry: item }),
      });
    });
  }

  private momentOf(item: Message | Entry, viewerId: string): Moment {
    const known = this.moments.get(item);
    if (known) return known;
    const at = new Date(isSent(item) ? item.sentAt : item.createdAt);
    const moment = {
      at,
      day: daysBetween(FIRST_DAY, at),
      senderId: isSent(item) ? item.sender.id : viewerId,
      notice: isSent(item) && isLine(item),
      card: isCard(item),
    };
    this.moments.set(item, moment);
    return moment;
  }

  private keep(item: Message | Entry, row: TimelineRow<Message, Entry>) {
    const known = this.known.get(item);
    if (known && ASPECTS.every((aspect) => known[aspect] === row[aspect])) return known;
    this.known.set(item, row);
    return row;
  }
}

/** What may change about a row while its message stays as it is. */
const ASPECTS = [
  ...(['own', 'newDay', 'afterQuiet', 'firstUnread', 'startsGroup', 'endsGroup'] as const),
  'edged',
] as const;

/** What waits looks as it will once it is sent. A voice speaks from a bubble, as words do. */
const isCard = (item: Sent | Waiting): boolean =>
  isSent(item)
    ? /^(?:ContactCard|GroupCard|Bundle|Image|Video|File)Content$/u.test(item.content.__typename)
    : item.file !== undefined && item.file.kind !== 'VOICE';

const isSent = <Message extends Sent>(item: Message | Waiting): item is Message => 'seq' in item;

function together(before: Moment, after: Moment): boolean {
  return (
    before.senderId === after.senderId &&
    !before.notice &&
    !after.notice &&
    after.at.getTime() - before.at.getTime() <= GROUP_GAP &&
    before.day === after.day
  );
}

/** Index of the first message of somebody else that was unread; -1 when there is none, or nobody can tell yet. */
function firstUnread<Message extends Sent, Entry extends Waiting>({
  messages,
  viewerId,
  readUntil,
  hasOlder,
}: TimelineInput<Message, Entry>): number {
  const after = readUntil ?? Number.POSITIVE_INFINITY;
  // The oldest row known is unread and older ones exist: the line may belong above it.
  if (hasOlder && (messages[0]?.seq ?? 0) > after + 1) return -1;
  return messages.findIndex(({ seq, sender }) => seq > after && sender.id !== viewerId);
}
