import type { Favourite, Message, Prisma } from '@teahouse/db/client';
import { v7 as uuid } from 'uuid';
import { reuseFiles } from '../media/service/attaching.ts';
import { requireOriginals, sendCopies } from '../messages/service/forwarding.ts';
import type { Viewer } from '../platform/viewer.ts';
import type { Backend } from '../realtime/backend.ts';
import { transaction } from '../realtime/transaction.ts';
import { requireFavourite } from './access.ts';

/**
 * Saves copies of messages for the viewer, which stay whatever becomes of the originals. What is saved already is
 * passed over. Answers all of them, in the order in which they were said.
 */
export async function addFavourites(
  backend: Backend,
  viewer: Viewer,
  messageIds: readonly string[],
): Promise<Favourite[]> {
  const { accountId } = viewer;
  return transaction(backend, async (tx) => {
    const originals = await requireOriginals(tx, viewer, messageIds);
    await reuseFiles(
      tx,
      originals.map(({ message }) => message.fileId),
    );
    const savedAt = new Date();
    const added = await tx.db.favourite.createManyAndReturn({
      data: originals.map(({ message, senderName, conversationName }) => ({
        id: uuid(),
        accountId,
        messageId: message.id,
        senderId: message.senderId,
        senderName,
        conversationName,
        kind: message.kind,
        text: message.text,
        data: message.data as Prisma.InputJsonValue,
        bundleId: message.bundleId,
        fileId: message.fileId,
        sentAt: message.createdAt,
        savedAt,
      })),
      skipDuplicates: true,
      select: { id: true },
    });
    for (const { id } of added)
      tx.publishToAccount(accountId, 'FavouriteAdded', { favouriteId: id });
    const order = originals.map(({ message }) => message.id);
    const saved = await tx.db.favourite.findMany({
      where: { accountId, messageId: { in: order } },
    });
    return order.flatMap((id) => saved.find(({ messageId }) => messageId === id) ?? []);
  });
}

/** Removes one. Doing so again finds nothing. */
export async function removeFavourite(backend: Backend, viewer: Viewer, id: string): Promise<void> {
  await transaction(backend, async (tx) => {
    await requireFavourite(tx, viewer, id);
    const { count } = await tx.db.favourite.deleteMany({ where: { id } });
    if (count > 0) tx.publishToAccount(viewer.accountId, 'FavouriteRemoved', { favouriteId: id });
  });
}

/** Says in a conversation what the viewer has saved. Repeating a client id answers with the first message. */
export async function forwardFavourite(
  backend: Backend,
  viewer: Viewer,
  given: { clientId: string; conversationId: string; favouriteId: string },
): Promise<Message> {
  const { clientId, conversationId, favouriteId } = given;
  const [sent] = await sendCopies(
    backend,
    viewer,
    { conversationId, clientIds: [clientId] },
    async (tx) => {
      const { kind, text, data, bundleId, fileId } = await requireFavourite(
        tx,
        viewer,
        favouriteId,
      );
      return [{ clientId, kind, text, data, bundleId, fileId }];
    },
  );
  if (!sent) throw new Error('A favourite was forwarded and made no message');
  return sent;
}
