import type { Member, Message } from '@teahouse/db/client';
import { requireMembership } from '../conversations/access.ts';
import { NotFoundError } from '../platform/errors.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';

/** The messages of a conversation that one of its members may see: those sent since they joined. */
export const visibleMessages = ({
  conversationId,
  joinedSeq,
}: Pick<Member, 'conversationId' | 'joinedSeq'>) => ({ conversationId, seq: { gt: joinedSeq } });

export async function requireMessage(
  backend: Pick<Backend, 'db'>,
  viewer: Viewer,
  id: string,
): Promise<Message> {
  const message = await backend.db.message.findUnique({ where: { id } });
  if (!message) throw new NotFoundError('message');
  const member = await requireMembership(backend, viewer, message.conversationId).catch(() => null);
  if (!member || message.seq <= member.joinedSeq) throw new NotFoundError('message');
  return message;
}
