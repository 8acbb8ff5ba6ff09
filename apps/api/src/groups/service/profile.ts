import type { Conversation, Member, MessageKind, Prisma } from '@teahouse/db/client';
import { addNotice } from '../../conversations/timeline.ts';
import { recordAudit } from '../../platform/audit.ts';
import { InvalidFieldError } from '../../platform/errors.ts';
import { isBlank, isOneEmoji, oneLine, tidy } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockGroupAs, lockOwnGroup } from '../access.ts';
import { RoleRequiredError } from '../errors.ts';
import { closeRequests } from './doors.ts';

const NAME_MAX = 50;
const DESCRIPTION_MAX = 500;
const NICKNAME_MAX = 30;

/** What a group is called, how it shows itself, and how it is run. */
type Profile = Pick<
  Conversation,
  | 'description'
  | 'avatarEmoji'
  | 'visibility'
  | 'joinPolicy'
  | 'mentionAllRestricted'
  | 'forwardingForbidden'
> & { name: string };

/** Left out: as it is, or as groups are unless told otherwise. */
export type ProfileChanges = { [K in keyof Profile]?: Profile[K] | undefined };
export type NewGroupProfile = ProfileChanges & { name: string };

const lengthOf = (text: string) => [...text].length;

function checkName(name: string): string {
  const shownAs = oneLine(name);
  if (isBlank(shownAs) || lengthOf(shownAs) > NAME_MAX)
    throw new InvalidFieldError('name', `A group’s name has 1 to ${NAME_MAX} characters.`);
  return shownAs;
}

function checkDescription(description: string): string {
  const shownAs = tidy(description);
  if (lengthOf(shownAs) > DESCRIPTION_MAX)
    throw new InvalidFieldError(
      'description',
      `A group’s description has at most ${DESCRIPTION_MAX} characters.`,
    );
  return shownAs;
}

function checkAvatar(emoji: string): string {
  if (!isOneEmoji(emoji)) throw new InvalidFieldError('avatarEmoji', 'Choose exactly one emoji.');
  return emoji;
}

/** The given values as they are kept, or a refusal that names the field. */
export function checkGroup<Given extends ProfileChanges>(given: Given): Given {
  const { name, description, avatarEmoji } = given;
  return {
    ...given,
    ...(name === undefined ? {} : { name: checkName(name) }),
    ...(description === undefined ? {} : { description: checkDescription(description) }),
    ...(avatarEmoji == null ? {} : { avatarEmoji: checkAvatar(avatarEmoji) }),
  };
}

/** Changes what a group is called and how it is run. Who can find it and come in is for the owner to say. */
export async function updateGroup(
  backend: Backend,
  viewer: Viewer,
  { conversationId, ...given }: ProfileChanges & { conversationId: string },
): Promise<Conversation> {
  return transaction(backend, async (tx) => {
    const { group, member } = await lockGroupAs(tx, viewer, conversationId);
    const change = differences(group, checkGroup(given));
    if (Object.keys(change).length === 0) return group;
    if ((change.visibility || change.joinPolicy) && member.role !== 'OWNER')
      throw new RoleRequiredError(['OWNER']);
    // A group has a picture, or an emoji in place of one.
    const instead = change.avatarEmoji ? { avatarFileId: null } : {};
    await tx.db.conversation.update({
      where: { id: conversationId },
      data: { ...change, ...instead },
    });
    tx.publishToConversation(conversationId, 'GroupChanged', { conversationId });
    for (const notice of noticesOf(change))
      await addNotice(tx, { conversationId, actorId: viewer.accountId, ...notice });
    if (change.visibility === 'PRIVATE') await closeRequests(tx, conversationId, viewer.accountId);
    await auditRules(tx, viewer, group, change);
    return tx.db.conversation.findUniqueOrThrow({ where: { id: conversationId } });
  });
}

function differences(group: Conversation, asked: ProfileChanges): ProfileChanges {
  const differing = Object.entries(asked).filter(
    ([field, value]) => value !== undefined && value !== group[field as keyof Profile],
  );
  return Object.fromEntries(differing);
}

interface Notice {
  kind: Extract<MessageKind, 'GROUP_RENAMED' | 'GROUP_CHANGED'>;
  data: Prisma.InputJsonObject;
}

/** What of a group's life its members are told in words. */
export type GroupChange =
  | 'DESCRIPTION'
  | 'AVATAR'
  | 'VISIBILITY'
  | 'ALL_MUTED'
  | 'ALL_UNMUTED'
  | 'FORWARDING_FORBIDDEN'
  | 'FORWARDING_ALLOWED';

function* noticesOf(change: ProfileChanges): Generator<Notice> {
  const told = (which: GroupChange): Notice => ({ kind: 'GROUP_CHANGED', data: { change: which } });
  if (change.name !== undefined) yield { kind: 'GROUP_RENAMED', data: { name: change.name } };
  if (change.description !== undefined) yield told('DESCRIPTION');
  if (change.avatarEmoji !== undefined) yield told('AVATAR');
  if (change.visibility) yield told('VISIBILITY');
  if (change.forwardingForbidden !== undefined)
    yield told(change.forwardingForbidden ? 'FORWARDING_FORBIDDEN' : 'FORWARDING_ALLOWED');
}

/** What is not only how the group shows itself, but what people may do in it and how they come in. */
const RULES = ['visibility', 'joinPolicy', 'mentionAllRestricted', 'forwardingForbidden'] as const;

async function auditRules(
  tx: Transaction,
  { accountId: actorId }: Viewer,
  group: Conversation,
  change: ProfileChanges,
): Promise<void> {
  const changed = RULES.flatMap((rule) => {
    const to = change[rule];
    return to === undefined ? [] : [[rule, { from: group[rule], to }] as const];
  });
  if (changed.length === 0) return;
  await recordAudit(tx.db, {
    actorId,
    action: 'GroupRulesChanged',
    conversationId: group.id,
    subject: { type: 'Conversation', id: group.id },
    detail: Object.fromEntries(changed),
  });
}

/** What the viewer is called in a group; null: by their own nickname. */
export async function setGroupNickname(
  backend: Backend,
  viewer: Viewer,
  { conversationId, nickname }: { conversationId: string; nickname: string | null },
): Promise<Member> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const { member } = await lockOwnGroup(tx, viewer, conversationId);
    const given = oneLine(nickname ?? '');
    const shownAs = isBlank(given) ? null : given;
    if (shownAs && lengthOf(shownAs) > NICKNAME_MAX)
      throw new InvalidFieldError(
        'nickname',
        `A nickname in a group has at most ${NICKNAME_MAX} characters.`,
      );
    if (shownAs === member.nickname) return member;
    tx.publishToConversation(conversationId, 'MemberChanged', { accountId });
    return tx.db.member.update({
      where: { conversationId_accountId: { conversationId, accountId } },
      data: { nickname: shownAs },
    });
  });
}
