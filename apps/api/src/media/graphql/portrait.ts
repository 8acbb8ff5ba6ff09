import type { Account, StoredFile } from '@teahouse/db/client';
import { User } from '../../accounts/graphql/user.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { setAvatar } from '../service/portraits.ts';
import { Image } from './media.ts';

/** Pictures by their ids, in this order. Null: it has just given way to another one, and is gone. */
export async function loadPictures(
  fileIds: string[],
  { backend }: Context,
): Promise<(StoredFile | null)[]> {
  const files = await backend.db.storedFile.findMany({
    where: { id: { in: fileIds }, state: 'READY' },
  });
  const byId = new Map(files.map((file) => [file.id, file]));
  return fileIds.map((id) => byId.get(id) ?? null);
}

/** A face is asked for with every name, all of them are found at once, and nothing hangs on it: it counts as one field. */
export const FACE_COST = { field: 1, multiplier: 0 };

builder.prismaObjectField(User, 'avatar', (t) =>
  t.loadable({
    type: Image,
    nullable: true,
    description:
      'A square picture that stands for the person; null: their initials do. For everyone signed in, as long as it is there: another picture is another `Image`. Its thumbnail may be kept for a day by whoever reads it.',
    complexity: FACE_COST,
    load: loadPictures,
    resolve: ({ avatarFileId }) => avatarFileId,
  }),
);

const SetAvatarInput = builder.inputType('SetAvatarInput', {
  description: 'What shall stand for the caller.',
  fields: (t) => ({
    fileId: t.id({
      description:
        'An `Image` that the caller has uploaded, as wide as it is high. Null or left out: none.',
    }),
  }),
});

const SetAvatarPayload = builder.objectRef<Account>('SetAvatarPayload').implement({
  description: 'The picture stands for the caller.',
  fields: (t) => ({
    user: t.field({
      type: User,
      description: 'The caller as others see them now.',
      resolve: (account) => account,
    }),
  }),
});

builder.mutationField('setAvatar', (t) =>
  t.field({
    type: SetAvatarPayload,
    authScopes: { signedIn: true },
    description:
      'Has a picture stand for the caller, or none. Friends and groups of the caller are told; the former picture can be read by nobody any more, and is removed.',
    errors: { types: [NotFoundError, InvalidFieldError] },
    args: { input: t.arg({ type: SetAvatarInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input: { fileId } }, context) =>
      setAvatar(
        context.backend,
        requireViewer(context),
        fileId ? requireId('Image', fileId, 'picture') : null,
      ),
  }),
);
