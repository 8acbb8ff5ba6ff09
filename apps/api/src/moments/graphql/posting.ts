import { NotFriendsError } from '../../contacts/errors.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { requireId } from '../../graphql/nodes.ts';
import { InvalidFieldError, NotFoundError } from '../../platform/errors.ts';
import { MomentEmptyError, MomentRateLimitedError, MomentTextTooLongError } from '../errors.ts';
import type { Audience } from '../service/audience.ts';
import { NAMED_MAX } from '../service/audience.ts';
import {
  changeMomentVisibility,
  deleteMoment,
  LOCATION_MAX,
  MENTIONED_MAX,
  PICTURES_MAX,
  postMoment,
} from '../service/posting.ts';
import { MomentVisibility, momentPayload } from './moment.ts';

const MomentAudienceInput = builder.inputType('MomentAudienceInput', {
  description: `Whom ONLY lets in, or EXCEPT keeps out: 1 to ${NAMED_MAX} friends and categories together.`,
  fields: (t) => ({
    userIds: t.idList({ description: 'Friends of the caller.' }),
    categoryIds: t.idList({
      description: '`FriendCategory`s of the caller; who is in them is asked each time.',
    }),
  }),
});

const visibility = {
  type: MomentVisibility,
  required: true,
  description: 'Who sees it.',
} as const;
const audience = {
  type: MomentAudienceInput,
  description: 'Named for ONLY and EXCEPT, and for nothing else.',
} as const;
const momentId = { required: true, description: 'A `Moment` of the caller.' } as const;

const PostMomentInput = builder.inputType('PostMomentInput', {
  description: 'Something to show on one’s page: a text, files, or both.',
  fields: (t) => ({
    clientId: t.field({
      type: 'UUID',
      required: true,
      description:
        'Made by the client, once for each moment. Repeating it answers with the first moment.',
    }),
    text: t.string({
      description:
        'At most MOMENT_MAX_CHARACTERS (2,000) Unicode code points; left out beside files alone. The page of its first link is shown where there are no files.',
    }),
    fileIds: t.idList({
      description: `Up to ${PICTURES_MAX} \`Image\`s or one \`Video\` that the caller has uploaded.`,
    }),
    locationLabel: t.string({
      description: `Where the caller is, in their words: at most ${LOCATION_MAX} characters.`,
    }),
    mentionedUserIds: t.idList({
      description: `Up to ${MENTIONED_MAX} friends to be told of it, as far as they see it.`,
    }),
    visibility: t.field(visibility),
    audience: t.field(audience),
  }),
});
const ChangeMomentVisibilityInput = builder.inputType('ChangeMomentVisibilityInput', {
  description: 'Who is to see a moment from now on.',
  fields: (t) => ({
    momentId: t.id(momentId),
    visibility: t.field(visibility),
    audience: t.field(audience),
  }),
});
const DeleteMomentInput = builder.inputType('DeleteMomentInput', {
  description: 'What to take back.',
  fields: (t) => ({ momentId: t.id(momentId) }),
});

const PostMomentPayload = momentPayload('PostMomentPayload', 'The moment is posted.');
const ChangeMomentVisibilityPayload = momentPayload(
  'ChangeMomentVisibilityPayload',
  'The moment is seen by those, and by nobody else.',
);
const DeleteMomentPayload = builder
  .objectRef<{ momentId: string }>('DeleteMomentPayload')
  .implement({
    description: 'The moment is gone, with everything that was on it.',
    fields: (t) => ({
      momentId: t.exposeID('momentId', { description: 'What it was.' }),
    }),
  });

const unique = (ids: readonly string[] | null | undefined, type: string, what: string) => [
  ...new Set(ids?.map((id) => requireId(type, id, what))),
];

const readAudience = (given: {
  visibility: Audience['visibility'];
  audience?: { userIds?: string[] | null; categoryIds?: string[] | null } | null;
}): Audience => ({
  visibility: given.visibility,
  accountIds: unique(given.audience?.userIds, 'User', 'person'),
  categoryIds: unique(given.audience?.categoryIds, 'FriendCategory', 'category'),
});

const momentIdOf = (id: string) => requireId('Moment', id, 'moment');
/** A picture or a video; anything else is no file that a moment can show. */
const fileIdOf = (id: string): string => {
  try {
    return requireId('Image', id, 'file');
  } catch {
    return requireId('Video', id, 'file');
  }
};

builder.mutationFields((t) => ({
  postMoment: t.field({
    type: PostMomentPayload,
    authScopes: { signedIn: true },
    description:
      'Shows something on the caller’s page. Repeating a `clientId` returns the first result; of a moment that is deleted since, a NotFoundError.',
    errors: {
      types: [
        NotFoundError,
        InvalidFieldError,
        MomentEmptyError,
        MomentTextTooLongError,
        MomentRateLimitedError,
        NotFriendsError,
      ],
    },
    args: { input: t.arg({ type: PostMomentInput, required: true, description: 'What.' }) },
    resolve: (_root, { input }, context) =>
      postMoment(context.backend, requireViewer(context), {
        clientId: input.clientId,
        text: input.text ?? '',
        fileIds: input.fileIds?.map(fileIdOf) ?? [],
        locationLabel: input.locationLabel ?? null,
        mentionedIds: unique(input.mentionedUserIds, 'User', 'person'),
        audience: readAudience(input),
      }),
  }),
  changeMomentVisibility: t.field({
    type: ChangeMomentVisibilityPayload,
    authScopes: { signedIn: true },
    description: 'Shows a moment of the caller’s to others than before, from this moment on.',
    errors: { types: [NotFoundError, InvalidFieldError, NotFriendsError] },
    args: {
      input: t.arg({ type: ChangeMomentVisibilityInput, required: true, description: 'How.' }),
    },
    resolve: (_root, { input }, context) =>
      changeMomentVisibility(context.backend, requireViewer(context), {
        momentId: momentIdOf(input.momentId),
        audience: readAudience(input),
      }),
  }),
  deleteMoment: t.field({
    type: DeleteMomentPayload,
    authScopes: { signedIn: true },
    description:
      'Takes a moment of the caller’s back, with its likes, comments, notices and files. Doing so again finds nothing.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: DeleteMomentInput, required: true, description: 'Which.' }) },
    resolve: async (_root, { input }, context) => {
      await deleteMoment(context.backend, requireViewer(context), momentIdOf(input.momentId));
      return { momentId: input.momentId };
    },
  }),
}));
