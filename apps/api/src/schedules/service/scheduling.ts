import type { Member, Message, Prisma, ScheduledMessage } from '@teahouse/db/client';
import { requireConversation, requireMembership } from '../../conversations/access.ts';
import { requireReachablePeer } from '../../conversations/strangers.ts';
import { MemberMutedError, RoleRequiredError } from '../../groups/errors.ts';
import { visibleMessages } from '../../messages/access.ts';
import { ClientIdReusedError, ReplyTargetMissingError } from '../../messages/errors.ts';
import { type NewText, requireSpeaker } from '../../messages/service/send.ts';
import { checkText, type Format, type Mention } from '../../messages/text.ts';
import { LimitReachedError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockPlans, lockScheduledMessage } from '../access.ts';
import { ScheduledMessageSettledError } from '../errors.ts';
import { checkTime } from '../times.ts';

/** What `ScheduledMessage.options` holds: everything that a text is sent with, beside itself. */
export interface SendOptions {
  format: Format;
  mentions: Mention[];
  replyToId: string | null;
  forwardingForbidden: boolean;
}

export const optionsOf = ({ options }: Pick<ScheduledMessage, 'options'>) =>
  options as unknown as SendOptions;

const toJson = (options: SendOptions) => options as unknown as Prisma.InputJsonObject;

/** Has a text sent at a later time. What stands in the way already is said now. Repeating a client id answers the same. */
export async function scheduleMessage(
  backend: Backend,
  viewer: Viewer,
  { conversationId, clientId, sendAt, ...given }: NewText & { sendAt: Date },
): Promise<ScheduledMessage> {
  const { accountId } = viewer;
  const { format = 'TEXT', replyToId = null, forwardingForbidden = false } = given;
  const { text, mentions } = checkText(backend, format, given.text, given.mentions);
  const options: SendOptions = { format, mentions, replyToId, forwardingForbidden };
  return transaction(backend, async (tx) => {
    await requireMembership(tx, viewer, conversationId);
    await lockPlans(tx, viewer);
    const known = await tx.db.scheduledMessage.findUnique({
      where: { accountId_clientId: { accountId, clientId } },
    });
    if (known?.conversationId === conversationId && known.text === text) return known;
    if (known || (await findSent(tx, accountId, clientId))) throw new ClientIdReusedError();
    checkTime('sendAt', sendAt);
    await requireSpeakerAt(backend, tx, viewer, { conversationId, sendAt, options });
    await checkRoom(backend, tx, accountId);
    const scheduled = await tx.db.scheduledMessage.create({
      data: { accountId, conversationId, clientId, text, options: toJson(options), sendAt },
    });
    publishChanged(tx, scheduled);
    return scheduled;
  });
}

/** Another time, another text, or both. One that failed is tried again. */
export async function rescheduleMessage(
  backend: Backend,
  viewer: Viewer,
  id: string,
  change: { sendAt: Date | null; text: string | null; mentions: Mention[] },
): Promise<ScheduledMessage> {
  return transaction(backend, async (tx) => {
    const scheduled = await lockUnsettled(tx, viewer, id);
    const before = optionsOf(scheduled);
    const sendAt = change.sendAt ? checkTime('sendAt', change.sendAt) : scheduled.sendAt;
    const { text, mentions } =
      change.text === null
        ? { text: scheduled.text, mentions: before.mentions }
        : checkText(backend, before.format, change.text, change.mentions);
    const options = { ...before, mentions };
    if (scheduled.status === 'FAILED') {
      await lockPlans(tx, viewer);
      await checkRoom(backend, tx, viewer.accountId);
    }
    const { conversationId } = scheduled;
    await requireSpeakerAt(backend, tx, viewer, { conversationId, sendAt, options });
    return settle(tx, id, {
      status: 'PENDING',
      failure: null,
      sendAt,
      text,
      options: toJson(options),
    });
  });
}

/** It will not be sent. Doing so again changes nothing. */
export async function cancelScheduledMessage(
  backend: Backend,
  viewer: Viewer,
  id: string,
): Promise<ScheduledMessage> {
  return transaction(backend, async (tx) => {
    const held = await lockScheduledMessage(tx, viewer, id);
    if (held.status === 'CANCELLED') return held;
    await lockUnsettled(tx, viewer, id);
    return settle(tx, id, { status: 'CANCELLED' });
  });
}

/** Changes the row, and tells the author's devices. */
export async function settle(
  tx: Transaction,
  id: string,
  data: Prisma.ScheduledMessageUncheckedUpdateInput,
): Promise<ScheduledMessage> {
  const scheduled = await tx.db.scheduledMessage.update({ where: { id }, data });
  publishChanged(tx, scheduled);
  return scheduled;
}

function publishChanged(tx: Transaction, { id, accountId }: ScheduledMessage): void {
  tx.publishToAccount(accountId, 'ScheduledMessageChanged', { scheduledMessageId: id });
}

/**
 * One that can still be changed, held so that it is not sent meanwhile. One whose message is there although a crash kept
 * that from being noted cannot.
 */
async function lockUnsettled(
  tx: Transaction,
  viewer: Viewer,
  id: string,
): Promise<ScheduledMessage> {
  const scheduled = await lockScheduledMessage(tx, viewer, id);
  const open = scheduled.status === 'PENDING' || scheduled.status === 'FAILED';
  if (!open || (await findSent(tx, viewer.accountId, scheduled.clientId)))
    throw new ScheduledMessageSettledError(scheduled);
  return scheduled;
}

/** The message that somebody has sent under a client id. */
export const findSent = (
  { db }: Transaction,
  senderId: string,
  clientId: string,
): Promise<Message | null> =>
  db.message.findUnique({ where: { senderId_clientId: { senderId, clientId } } });

async function checkRoom({ env }: Backend, { db }: Transaction, accountId: string): Promise<void> {
  const limit = env.SCHEDULED_MESSAGES_MAX;
  const waiting = await db.scheduledMessage.count({ where: { accountId, status: 'PENDING' } });
  if (waiting >= limit)
    throw new LimitReachedError(limit, `At most ${limit} messages wait to be sent. Cancel one.`);
}

/** Refuses what sending would refuse at that time, as far as it can be known. Nobody knows who will be muted then. */
async function requireSpeakerAt(
  backend: Backend,
  tx: Transaction,
  viewer: Viewer,
  {
    conversationId,
    sendAt,
    options: { mentions, replyToId },
  }: { conversationId: string; sendAt: Date; options: SendOptions },
): Promise<void> {
  await requireSpeaker(tx, viewer, conversationId).catch((error: unknown) => {
    if (!(error instanceof MemberMutedError) || error.retryAt > sendAt) throw error;
  });
  const conversation = await requireConversation(tx, viewer, conversationId);
  await requireReachablePeer(backend, tx, viewer, conversation);
  const member = await requireMembership(tx, viewer, conversationId);
  const toEveryone = mentions.some((mention) => mention.accountId === null);
  if (toEveryone && conversation.mentionAllRestricted && member.role === 'MEMBER')
    throw new RoleRequiredError(['OWNER', 'ADMINISTRATOR']);
  if (replyToId) await requireReplyTarget(tx, member, replyToId);
}

async function requireReplyTarget({ db }: Transaction, member: Member, id: string): Promise<void> {
  const target = await db.message.findFirst({ where: { AND: [visibleMessages(member), { id }] } });
  if (!target) throw new ReplyTargetMissingError();
}
