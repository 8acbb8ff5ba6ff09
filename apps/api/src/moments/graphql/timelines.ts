import type { Moment as MomentRow } from '@teahouse/db/client';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import {
  instantAndId,
  type Keyset,
  keysetConnection,
  splitInstantAndId,
} from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { readAlbum, readFeed, type Stretch } from '../timelines.ts';
import { Moment } from './moment.ts';

/** Posts by time, the newest first. */
const newestMoments = (
  args: Keyset<MomentRow>['args'],
  read: (stretch: Stretch) => Promise<MomentRow[]>,
) =>
  keysetConnection({
    args,
    key: (moment: MomentRow) => instantAndId(moment.createdAt, moment.id),
    form: INSTANT_AND_UUID_FORM,
    load: ({ after, before, limit, inverted }) =>
      read({
        olderThan: after === undefined ? null : splitInstantAndId(after),
        newerThan: before === undefined ? null : splitInstantAndId(before),
        oldestFirst: inverted,
        limit,
      }),
  });

builder.queryField('moments', (t) =>
  t.connection({
    type: Moment,
    authScopes: { signedIn: true },
    description:
      'What the caller and their friends have posted, the newest first, as far as the caller sees it and wants to (`setMomentRelation`). MomentPosted tells whoever is connected that there is more; after a reconnect, ask again.',
    complexity: pageCost,
    resolve: (_root, args, context) =>
      newestMoments(args, (stretch) => readFeed(context.backend, requireViewer(context), stretch)),
  }),
);

builder.prismaObjectField('Account', 'moments', (t) =>
  t.connection({
    type: Moment,
    description:
      'What this person has posted, the newest first, as far as the viewer sees it. Depends on the viewer.',
    complexity: pageCost,
    resolve: (account, args, context) =>
      newestMoments(args, (stretch) =>
        readAlbum(context.backend, requireViewer(context), account.id, stretch),
      ),
  }),
);
