import { User } from '../../accounts/graphql/user.ts';
import { conversationPayload } from '../../conversations/graphql/conversation.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { Image } from '../../media/graphql/media.ts';
import { FACE_COST, loadPictures } from '../../media/graphql/portrait.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { RoleRequiredError } from '../errors.ts';
import { FACES_MOST, listFaces, setGroupAvatar } from '../service/portrait.ts';
import { GroupPreview } from './preview.ts';

builder.prismaObjectFields('Conversation', (t) => ({
  avatar: t.loadable({
    type: Image,
    nullable: true,
    description:
      'A square picture that stands for the group, in place of an emoji; null where it has none, and for other conversations. Its thumbnail may be kept for a day by whoever reads it.',
    complexity: FACE_COST,
    load: loadPictures,
    resolve: ({ avatarFileId }) => avatarFileId,
  }),
  faces: t.loadableList({
    type: User,
    description:
      'Who stands for the group where neither a picture nor an emoji does: the first of its `members`, at most 9. Empty otherwise. What changes them: GroupChanged, MembersJoined, MemberLeft and RoleChanged.',
    complexity: { multiplier: FACES_MOST },
    load: (ids: string[], { backend }) => listFaces(backend, ids),
    resolve: ({ id }) => id,
  }),
}));

builder.objectField(GroupPreview, 'avatar', (t) =>
  t.loadable({
    type: Image,
    nullable: true,
    description:
      'A square picture that stands for it. Of a private group only for its members and in an invite that is open; null otherwise, and where it has none. In a link into a private group its addresses are read with `?invite=` and the token.',
    complexity: FACE_COST,
    load: loadPictures,
    resolve: ({ avatarFileId, visibility, members = [], invited = false }) =>
      visibility === 'PUBLIC' || members.length > 0 || invited ? avatarFileId : null,
  }),
);

const SetGroupAvatarInput = builder.inputType('SetGroupAvatarInput', {
  description: 'What shall stand for a group.',
  fields: (t) => ({
    conversationId: t.id({ required: true, description: 'A group.' }),
    fileId: t.id({
      description:
        'An `Image` that the caller has uploaded, as wide as it is high. Null or left out: none.',
    }),
  }),
});

const SetGroupAvatarPayload = conversationPayload(
  'SetGroupAvatarPayload',
  'The picture stands for the group.',
);

builder.mutationField('setGroupAvatar', (t) =>
  t.field({
    type: SetGroupAvatarPayload,
    authScopes: { signedIn: true },
    description:
      'Has a picture stand for a group, in place of an emoji, or none. For its owner and administrators. The former picture can be read by nobody any more, and is removed.',
    errors: { types: [NotFoundError, RoleRequiredError, InvalidFieldError] },
    args: { input: t.arg({ type: SetGroupAvatarInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input: { conversationId, fileId } }, context) =>
      setGroupAvatar(context.backend, requireViewer(context), {
        conversationId: requireId('Conversation', conversationId, 'group'),
        fileId: fileId ? requireId('Image', fileId, 'picture') : null,
      }),
  }),
);
