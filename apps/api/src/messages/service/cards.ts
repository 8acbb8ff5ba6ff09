import type { Message } from '@teahouse/db/client';
import { requireUser } from '../../accounts/access.ts';
import { publicGroups } from '../../groups/access.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { say } from './send.ts';

export interface NewCard {
  conversationId: string;
  clientId: string;
  /** The person or the public group that it introduces: one of the two. */
  accountId: string | null;
  groupId: string | null;
}

/** Sends the card of a person or of a public group. Its text is the name, so that it can be found by it. */
export async function sendCard(backend: Backend, viewer: Viewer, card: NewCard): Promise<Message> {
  const { conversationId, clientId, accountId, groupId } = card;
  if (accountId && !groupId) {
    const { nickname } = await requireUser(backend, accountId);
    const content = { kind: 'CONTACT_CARD', text: nickname, data: { accountId } } as const;
    return say(backend, viewer, { conversationId, clientId, ...content });
  }
  if (groupId && !accountId) {
    const group = await backend.db.conversation.findFirst({
      where: { ...publicGroups, id: groupId },
    });
    if (!group && !(await isSent(backend, viewer, clientId))) throw new NotFoundError('group');
    const content = { kind: 'GROUP_CARD', text: group?.name ?? '', data: { groupId } } as const;
    return say(backend, viewer, { conversationId, clientId, ...content });
  }
  throw new InvalidFieldError('userId', 'A card is of one person or of one group.');
}

/** Whether a client id has made a message: then it is answered again, though its group is public no more. */
async function isSent({ db }: Backend, { accountId: senderId }: Viewer, clientId: string) {
  return (await db.message.count({ where: { senderId, clientId } })) > 0;
}
