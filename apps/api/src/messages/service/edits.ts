import type { Conversation, Member, Message } from '@teahouse/db/client';
import { requireHeardByPeer } from '../../conversations/strangers.ts';
import { RUNNERS, runsGroup } from '../../groups/access.ts';
import { RoleRequiredError } from '../../groups/errors.ts';
import { firstLink } from '../../links/first-link.ts';
import { requestPreview } from '../../links/service.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { isGone, isNotice, lockMessage, requireMessage } from '../access.ts';
import { EditWindowClosedError, MessageGoneError, NotOwnMessageError } from '../errors.ts';
import { checkText, type Format, type Mention, type Written } from '../text.ts';
import { requireSpeaker } from './send.ts';

const HOUR_MS = 3_600_000;

export interface Edit {
  messageId: string;
  text: string;
  mentions?: readonly Mention[];
}

/** Puts another text in the place of what the viewer wrote. The same text changes nothing. */
export async function editMessage(
  backend: Backend,
  viewer: Viewer,
  { messageId, text, mentions = [] }: Edit,
): Promise<Message> {
  return transaction(backend, async (tx) => {
    const { conversationId } = await requireMessage(tx, viewer, messageId);
    const speaker = await requireSpeaker(tx, viewer, conversationId);
    // What one message has to do for says no more by being changed.
    await requireHeardByPeer(backend, tx, viewer, speaker.conversation);
    const { message, now } = await lockMessage(tx, viewer, messageId);
    const format = requireEditable(backend, viewer, message, now);
    const written = checkText(backend, format, text, mentions);
    if (written.text === message.text) return message;
    requireMayMention(speaker, written);
    return rewrite(backend, tx, message, { ...written, now });
  });
}

/** How the message is written, if it is one that the viewer may still edit. */
function requireEditable({ env }: Backend, viewer: Viewer, message: Message, now: Date): Format {
  const { kind, senderId, forwarded, createdAt } = message;
  if (senderId !== viewer.accountId || isNotice(message)) throw new NotOwnMessageError();
  if (isGone(message)) throw new MessageGoneError();
  if (kind !== 'TEXT' && kind !== 'MARKDOWN')
    throw new InvalidFieldError('messageId', 'Only texts can be edited.');
  if (forwarded)
    throw new InvalidFieldError('messageId', 'These are somebody’s own words: they stay as said.');
  const closedAt = new Date(createdAt.getTime() + env.EDIT_WINDOW_HOURS * HOUR_MS);
  if (now > closedAt) throw new EditWindowClosedError(closedAt);
  return kind;
}

function requireMayMention(
  { conversation, member }: { conversation: Conversation; member: Member },
  { mentions }: Written,
): void {
  const mentionsAll = mentions.some(({ accountId }) => accountId === null);
  if (mentionsAll && conversation.mentionAllRestricted && !runsGroup(member))
    throw new RoleRequiredError(RUNNERS);
}

async function rewrite(
  backend: Backend,
  tx: Transaction,
  before: Message,
  { text, mentions, now }: Written & { now: Date },
): Promise<Message> {
  const { id, conversationId, seq, senderId, version } = before;
  await tx.db.messageVersion.create({
    data: {
      messageId: id,
      version,
      text: before.text,
      writtenAt: before.editedAt ?? before.createdAt,
      endedAt: now,
    },
  });
  await replaceMentions(tx, before, mentions);
  const linkUrl = firstLink(text);
  const edited = await tx.db.message.update({
    where: { id },
    data: { text, version: version + 1, editedAt: now, linkUrl },
  });
  if (linkUrl && linkUrl !== before.linkUrl) await requestPreview(backend, tx, linkUrl, senderId);
  await recordAudit(tx.db, {
    actorId: senderId,
    action: 'MessageEdited',
    subject: { type: 'Message', id },
    conversationId,
    detail: { version: edited.version },
  });
  tx.publishToConversation(conversationId, 'MessageEdited', { messageId: id, messageSeq: seq });
  return edited;
}

/** As in sending: whoever is no member is not mentioned. */
async function replaceMentions(
  tx: Transaction,
  { id, conversationId, seq }: Message,
  mentions: readonly Mention[],
): Promise<void> {
  await tx.db.messageMention.deleteMany({ where: { messageId: id } });
  if (mentions.length === 0) return;
  await tx.db.$executeRaw`
    INSERT INTO message_mention (message_id, start, length, conversation_id, seq, account_id)
    SELECT ${id}::uuid, given.start, given.length, ${conversationId}::uuid, ${seq}, given.account_id
    FROM unnest(
      ${mentions.map(({ start }) => start)}::int[],
      ${mentions.map(({ length }) => length)}::int[],
      ${mentions.map(({ accountId }) => accountId)}::uuid[]
    ) AS given(start, length, account_id)
    WHERE given.account_id IS NULL OR EXISTS (
      SELECT FROM member m WHERE m.conversation_id = ${conversationId}::uuid AND m.account_id = given.account_id)`;
}
