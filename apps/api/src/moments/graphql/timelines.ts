import type { Moment as MomentRow } from '@teahouse/db/client';
import type { GraphQLResolveInfo } from 'graphql';
import { ONLY_READS } from '../../graphql/at-once.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { sqlOf, takeAlong } from '../../graphql/loading.ts';
import {
  instantAndId,
  type Keyset,
  keysetConnection,
  splitInstantAndId,
} from '../../graphql/pages.ts';
import { INSTANT_AND_UUID_FORM } from '../../graphql/scalars.ts';
import { type Along, readAlbum, readFeed, type Stretch } from '../timelines.ts';
import { Moment, momentsCompany } from './moment.ts';

/** Posts by time, the newest first. */
function newestMoments(
  { args, context, info }: Asked,
  read: (stretch: Stretch, along: Along) => Promise<MomentRow[]>,
) {
  const company = momentsCompany.of(info, 'edges', 'node');
  const along: Along = {
    sql: sqlOf(company),
    take: (found) => void takeAlong(context, company, found),
  };
  return keysetConnection({
    args,
    key: (moment: MomentRow) => instantAndId(moment.createdAt, moment.id),
    form: INSTANT_AND_UUID_FORM,
    load: ({ after, before, limit, inverted }) =>
      read(
        {
          olderThan: after === undefined ? null : splitInstantAndId(after),
          newerThan: before === undefined ? null : splitInstantAndId(before),
          oldestFirst: inverted,
          limit,
        },
        along,
      ),
  });
}

interface Asked {
  args: Keyset<MomentRow>['args'];
  context: Context;
  info: GraphQLResolveInfo;
}

builder.queryField('moments', (t) =>
  t.connection({
    type: Moment,
    authScopes: { signedIn: true },
    extensions: ONLY_READS,
    description:
      'What the caller and their friends have posted, the newest first, as far as the caller sees it and wants to (`setMomentRelation`). MomentPosted tells whoever is connected that there is more; after a reconnect, ask again.',
    complexity: pageCost,
    resolve: (_root, args, context, info) =>
      newestMoments({ args, context, info }, (stretch, along) =>
        readFeed(context.backend, requireViewer(context), stretch, along),
      ),
  }),
);

builder.prismaObjectField('Account', 'moments', (t) =>
  t.connection({
    type: Moment,
    description:
      'What this person has posted, the newest first, as far as the viewer sees it. Depends on the viewer.',
    complexity: pageCost,
    resolve: (account, args, context, info) =>
      newestMoments({ args, context, info }, (stretch, along) =>
        readAlbum(context.backend, requireViewer(context), account.id, stretch, along),
      ),
  }),
);
