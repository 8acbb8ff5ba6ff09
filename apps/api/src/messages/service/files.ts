import type { Message } from '@teahouse/db/client';
import { NotFoundError } from '../../platform/errors.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type NewMessage, say } from './send.ts';

export type NewFileMessage = Required<Pick<NewMessage, 'conversationId' | 'clientId' | 'fileId'>> &
  Pick<NewMessage, 'replyToId' | 'forwardingForbidden'>;

/** Sends what the viewer has uploaded. A file is found by its name. */
export async function sendFile(
  backend: Backend,
  viewer: Viewer,
  given: NewFileMessage,
): Promise<Message> {
  const file = await backend.db.storedFile.findFirst({
    where: { id: given.fileId, ownerId: viewer.accountId, state: 'READY' },
  });
  if (!file) throw new NotFoundError('file');
  const { kind, name } = file;
  return say(backend, viewer, { ...given, kind, text: kind === 'FILE' ? name : '' });
}
