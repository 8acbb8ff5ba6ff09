import type { MomentComment as CommentRow } from '@teahouse/db/client';
import { NotFriendsError } from '../../contacts/errors.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { NotFoundError } from '../../platform/errors.ts';
import {
  MomentEmptyError,
  MomentRateLimitedError,
  MomentTextTooLongError,
  NotOwnCommentError,
} from '../errors.ts';
import {
  commentOnMoment,
  deleteMomentComment,
  likeMoment,
  unlikeMoment,
} from '../service/responding.ts';
import { MomentComment } from './comment.ts';
import { momentPayload } from './moment.ts';

const momentId = { required: true, description: 'A `Moment` that the caller sees.' } as const;

const LikeMomentInput = builder.inputType('LikeMomentInput', {
  description: 'What to like.',
  fields: (t) => ({ momentId: t.id(momentId) }),
});
const UnlikeMomentInput = builder.inputType('UnlikeMomentInput', {
  description: 'What not to like any longer.',
  fields: (t) => ({ momentId: t.id(momentId) }),
});
const CommentOnMomentInput = builder.inputType('CommentOnMomentInput', {
  description: 'Something to say on a moment.',
  fields: (t) => ({
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each comment. Repeating it answers with the first comment.',
    }),
    momentId: t.id(momentId),
    text: t.string({
      required: true,
      description: '1 to MOMENT_COMMENT_MAX_CHARACTERS (500) Unicode code points.',
    }),
    replyToId: t.id({
      description: 'The `MomentComment` it answers, on the same moment; left out: none.',
    }),
  }),
});
const DeleteMomentCommentInput = builder.inputType('DeleteMomentCommentInput', {
  description: 'What not to let stand.',
  fields: (t) => ({
    commentId: t.id({
      required: true,
      description: 'A `MomentComment` of the caller’s, or on a moment of theirs.',
    }),
  }),
});

const LikeMomentPayload = momentPayload('LikeMomentPayload', 'The caller likes the moment.');
const UnlikeMomentPayload = momentPayload('UnlikeMomentPayload', 'The caller does not like it.');
const DeleteMomentCommentPayload = momentPayload(
  'DeleteMomentCommentPayload',
  'The comment is gone for everybody.',
);
const CommentOnMomentPayload = builder.objectRef<CommentRow>('CommentOnMomentPayload').implement({
  description: 'The comment stands.',
  fields: (t) => ({
    comment: t.field({
      type: MomentComment,
      description: 'The comment; `moment` is what it is on.',
      resolve: (comment) => comment,
    }),
  }),
});

const momentIdOf = (id: string) => requireId('Moment', id, 'moment');
const commentIdOf = (id: string) => requireId('MomentComment', id, 'comment');

builder.mutationFields((t) => ({
  likeMoment: t.field({
    type: LikeMomentPayload,
    authScopes: { signedIn: true },
    description:
      'Likes a moment of the caller’s or of a friend’s; nobody would see it of others. What is liked already stays as it is.',
    errors: { types: [NotFoundError, NotFriendsError, MomentRateLimitedError] },
    args: { input: t.arg({ type: LikeMomentInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      likeMoment(context.backend, requireViewer(context), momentIdOf(input.momentId)),
  }),
  unlikeMoment: t.field({
    type: UnlikeMomentPayload,
    authScopes: { signedIn: true },
    description: 'Takes a like back. Nothing happens where there is none.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: UnlikeMomentInput, required: true, description: 'Of what.' }) },
    resolve: (_root, { input }, context) =>
      unlikeMoment(context.backend, requireViewer(context), momentIdOf(input.momentId)),
  }),
  commentOnMoment: t.field({
    type: CommentOnMomentPayload,
    authScopes: { signedIn: true },
    description:
      'Comments on a moment of the caller’s or of a friend’s, or answers a comment on it. Repeating a `clientId` returns the first result; of a comment that is deleted since, a NotFoundError.',
    errors: {
      types: [
        NotFoundError,
        NotFriendsError,
        MomentEmptyError,
        MomentTextTooLongError,
        MomentRateLimitedError,
      ],
    },
    args: { input: t.arg({ type: CommentOnMomentInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      commentOnMoment(context.backend, requireViewer(context), {
        clientId: input.clientId,
        momentId: momentIdOf(input.momentId),
        text: input.text,
        replyToId: input.replyToId ? commentIdOf(input.replyToId) : null,
      }),
  }),
  deleteMomentComment: t.field({
    type: DeleteMomentCommentPayload,
    authScopes: { signedIn: true },
    description:
      'Deletes a comment of the caller’s, or one on a moment of theirs. What answers it stays. Doing so again finds nothing.',
    errors: { types: [NotFoundError, NotOwnCommentError] },
    args: {
      input: t.arg({ type: DeleteMomentCommentInput, required: true, description: 'Which.' }),
    },
    resolve: (_root, { input }, context) =>
      deleteMomentComment(context.backend, requireViewer(context), commentIdOf(input.commentId)),
  }),
}));
