import { builder } from '../../graphql/builder.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import {
  MomentEmptyError,
  MomentRateLimitedError,
  MomentTextTooLongError,
  NotOwnCommentError,
} from '../errors.ts';

builder.objectType(MomentEmptyError, {
  name: 'MomentEmptyError',
  description: 'There is nothing to be seen: neither words nor, in a moment, a file.',
  interfaces: [ErrorInterface],
});

builder.objectType(MomentTextTooLongError, {
  name: 'MomentTextTooLongError',
  description:
    'A moment or a comment is longer than MOMENT_MAX_CHARACTERS (2,000) or MOMENT_COMMENT_MAX_CHARACTERS (500) allows.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many Unicode code points there may be.' }),
    length: t.exposeInt('length', { description: 'How many there are.' }),
  }),
});

builder.objectType(MomentRateLimitedError, {
  name: 'MomentRateLimitedError',
  description:
    'The caller has posted, commented or liked as often as they may for now. `rule` is the name of the limit: MOMENTS_PER_DAY (100), MOMENT_COMMENTS_PER_MINUTE (20) or MOMENT_LIKES_PER_MINUTE (60). Nothing was done.',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'So often in the period.' }),
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When it will be taken.' }),
  }),
});

builder.objectType(NotOwnCommentError, {
  name: 'NotOwnCommentError',
  description: 'Only who wrote a comment, and whose moment it is on, may delete it.',
  interfaces: [ErrorInterface],
});
