import type { Account, Approach, Conversation } from '@teahouse/db/client';
import { lockPair, reachableAmong, refuseBlocked } from '../contacts/access.ts';
import { acceptApproach, approachesBetween, makeApproach } from '../contacts/approaches.ts';
import { AccountDeletedError, NotFriendsError, RecipientRefusesError } from '../contacts/errors.ts';
import { installationSettings } from '../installation/settings.ts';
import { colleaguesAmong } from '../organisation/access.ts';
import type { TransactionClient } from '../platform/db.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import type { Transaction } from '../realtime/transaction.ts';
import { StrangerLimitError } from './errors.ts';
import { showPositions } from './positions.ts';

/**
 * How one person stands towards another when they write to them. Friends and colleagues are no strangers. Of others one
 * message is taken until it is answered or accepted.
 */
export type Standing = 'NEAR' | 'NEW' | 'SENT' | 'RECEIVED' | 'ACCEPTED';

type ReadingPeople = {
  db: Pick<
    TransactionClient,
    | 'account'
    | 'friendship'
    | 'friendRequest'
    | 'block'
    | 'member'
    | 'privacy'
    | 'approach'
    | 'departmentMember'
  >;
};

/** How somebody stands towards each of these people. */
export async function standingsOf(
  reading: ReadingPeople,
  me: string,
  others: readonly string[],
): Promise<Map<string, Standing>> {
  const [near, approaches] = await Promise.all([
    nearTo(reading, me, others),
    approachesBetween(reading, me, others),
  ]);
  return new Map(
    others.map((id) => [id, near.has(id) ? 'NEAR' : standingOf(me, approaches.get(id))]),
  );
}

const standingOf = (me: string, approach: Approach | undefined): Standing => {
  if (!approach) return 'NEW';
  if (approach.acceptedAt) return 'ACCEPTED';
  return approach.fromId === me ? 'SENT' : 'RECEIVED';
};

/** Which of these people are friends or colleagues of somebody. */
async function nearTo(
  { db }: ReadingPeople,
  me: string,
  others: readonly string[],
): Promise<Set<string>> {
  const friendships = await db.friendship.findMany({
    where: { accountId: me, friendId: { in: [...others] } },
  });
  const colleagues = await colleaguesAmong({ db }, me, others);
  return new Set([...friendships.map(({ friendId }) => friendId), ...colleagues]);
}

/** Why nothing that somebody writes to a person would be taken, whatever they have written before. */
export type Unreachable = 'STRANGERS_CLOSED' | 'REFUSED' | 'DELETED';

/** Which people somebody need not write to, and why, by how they stand towards them. */
export async function unreachableAmong(
  backend: Pick<Backend, 'db' | 'bus'>,
  reading: ReadingPeople,
  me: string,
  standings: ReadonlyMap<string, Standing>,
): Promise<Map<string, Unreachable>> {
  const gone = await reading.db.account.findMany({
    where: { id: { in: [...standings.keys()] }, deletedAt: { not: null } },
    select: { id: true },
  });
  const reasons = new Map<string, Unreachable>(gone.map(({ id }) => [id, 'DELETED']));
  const strangers = [...standings.keys()].filter(
    (id) => id !== me && standings.get(id) !== 'NEAR' && !reasons.has(id),
  );
  if (strangers.length === 0) return reasons;
  const { strangersMayWrite } = await installationSettings(backend);
  if (!strangersMayWrite) {
    for (const id of strangers) reasons.set(id, 'STRANGERS_CLOSED');
    return reasons;
  }
  // Whom they have been in touch with they answer, whoever else may reach them.
  const unknown = strangers.filter((id) => standings.get(id) === 'NEW');
  const reachable = await reachableAmong(reading, me, unknown);
  for (const id of unknown) if (!reachable.has(id)) reasons.set(id, 'REFUSED');
  return reasons;
}

/**
 * How the viewer stands towards somebody they may write to. Refuses where they may not: blocks come first for friends;
 * whoever waits for an answer is told no more than that, blocked or not.
 */
export async function requireStanding(
  backend: Pick<Backend, 'db' | 'bus'>,
  reading: ReadingPeople,
  viewer: Viewer,
  other: Account,
): Promise<Standing> {
  const me = viewer.accountId;
  if (other.deletedAt) throw new AccountDeletedError([other]);
  const standings = await standingsOf(reading, me, [other.id]);
  const standing = standings.get(other.id) ?? 'NEW';
  const unreachable = (await unreachableAmong(backend, reading, me, standings)).get(other.id);
  if (unreachable === 'STRANGERS_CLOSED') throw new NotFriendsError([other]);
  await refuseBlocked(reading, viewer, [other.id]).catch((error: unknown) => {
    if (standing === 'SENT' && error instanceof RecipientRefusesError)
      throw new StrangerLimitError([other]);
    throw error;
  });
  if (unreachable === 'REFUSED') throw new RecipientRefusesError([other]);
  return standing;
}

/** The other person of a conversation of two; null in any other. */
async function peerOf(
  { db }: ReadingPeople,
  { accountId }: Viewer,
  { id, kind }: Pick<Conversation, 'id' | 'kind'>,
): Promise<Account | null> {
  if (kind !== 'DIRECT') return null;
  const peer = await db.member.findFirst({
    where: { conversationId: id, accountId: { not: accountId } },
    include: { account: true },
  });
  if (!peer) throw new NotFoundError('conversation');
  return peer.account;
}

/** Refuses whoever could not write into the conversation now. Of what they would write nothing is counted. */
export async function requireReachablePeer(
  backend: Pick<Backend, 'db' | 'bus'>,
  reading: ReadingPeople,
  viewer: Viewer,
  conversation: Pick<Conversation, 'id' | 'kind'>,
): Promise<{ peer: Account; standing: Standing } | null> {
  const peer = await peerOf(reading, viewer, conversation);
  if (!peer) return null;
  const standing = await requireStanding(backend, reading, viewer, peer);
  if (standing === 'SENT') throw new StrangerLimitError([peer]);
  return { peer, standing };
}

/** Refuses whoever is not heard in the conversation: the one message between strangers is said in words. */
export async function requireHeardByPeer(
  ...where: Parameters<typeof requireReachablePeer>
): Promise<void> {
  const reached = await requireReachablePeer(...where);
  if (reached?.standing === 'NEW') throw new NotFriendsError([reached.peer]);
}

/**
 * Takes so many messages of the viewer's into a conversation that is locked, and answers how they stand towards whom they
 * write to; null where there is no single other. Their first message to a stranger is counted, and an answer accepts.
 */
export async function admitToPeer(
  backend: Pick<Backend, 'db' | 'bus'>,
  tx: Transaction,
  viewer: Viewer,
  conversation: Pick<Conversation, 'id' | 'kind'>,
  messages: number,
): Promise<Standing | null> {
  const peer = await peerOf(tx, viewer, conversation);
  if (!peer) return null;
  const me = viewer.accountId;
  // Blocks, friendships and acceptances are decided under the same lock.
  await lockPair(tx, me, peer.id);
  const standing = await requireStanding(backend, tx, viewer, peer);
  if (standing === 'SENT' || (standing === 'NEW' && messages > 1))
    throw new StrangerLimitError([peer]);
  if (standing === 'NEW') await makeApproach(tx, me, peer.id);
  if (standing === 'RECEIVED') await acceptFrom(tx, peer, { viewer, conversation });
  return standing;
}

/** Lets somebody who is no friend go on writing. Nothing happens where nobody waits for it. */
export async function acceptPeer(
  tx: Transaction,
  viewer: Viewer,
  conversation: Pick<Conversation, 'id' | 'kind'>,
): Promise<void> {
  const peer = await peerOf(tx, viewer, conversation);
  if (!peer) throw new NotFoundError('conversation');
  await lockPair(tx, viewer.accountId, peer.id);
  await acceptFrom(tx, peer, { viewer, conversation });
}

/** From now on the other one may know how far the viewer has come, as between friends. */
async function acceptFrom(
  tx: Transaction,
  peer: Account,
  { viewer, conversation }: { viewer: Viewer; conversation: Pick<Conversation, 'id'> },
): Promise<void> {
  await acceptApproach(tx, { fromId: peer.id, toId: viewer.accountId });
  await showPositions(tx, conversation.id, viewer.accountId);
}
