import { createContextCache } from '@pothos/core';
import type { Moment as MomentRow, MomentVisibility as Visibility } from '@teahouse/db/client';
import DataLoader from 'dataloader';
import { people, peopleAlong, User } from '../../accounts/graphql/user.ts';
import { FriendCategory } from '../../contacts/graphql/categories.ts';
import { builder } from '../../graphql/builder.ts';
import { type Context, requireViewer } from '../../graphql/context.ts';
import { type Along, Company, createLoader } from '../../graphql/loading.ts';
import { idField, Node, registerNode } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { UUID_FORM } from '../../graphql/scalars.ts';
import { loadPreviews } from '../../links/access.ts';
import { LinkPreview } from '../../links/graphql.ts';
import { Media } from '../../media/graphql/media.ts';
import { jsonRows } from '../../platform/rows.ts';
import { requireMoment, visibleMoments } from '../access.ts';
import {
  type Between,
  type Counts,
  countsOn,
  countThreads,
  type Liker,
  readLikers,
  readMentioned,
} from '../threads.ts';

export const MomentVisibility = builder.enumType('MomentVisibility', {
  description: 'Who sees a moment, as long as nothing else stands between them and its author.',
  values: {
    PUBLIC: {
      description:
        'Everybody: friends and, among the author’s ten newest public moments, whoever else is signed in, where the author allows that.',
    },
    FRIENDS: { description: 'The author’s friends.' },
    ONLY: { description: 'Those friends who are named, themselves or by a category.' },
    EXCEPT: { description: 'All friends but those who are named, themselves or by a category.' },
    PRIVATE: { description: 'The author alone.' },
  } as const satisfies Record<Visibility, object>,
});

/** Pages of what is on posts: for all posts that ask for the same page, one statement. */
const loadersOf = createContextCache(
  (_context: Context) => new Map<string, DataLoader<string, object[]>>(),
);
export function pageLoader<Row extends object>(
  context: Context,
  kind: string,
  between: Between,
  read: (momentIds: readonly string[]) => Promise<Row[][]>,
): DataLoader<string, Row[]> {
  const loaders = loadersOf(context);
  const name = `${kind} ${JSON.stringify(between)}`;
  const loader = (loaders.get(name) as DataLoader<string, Row[]>) ?? new DataLoader(read);
  loaders.set(name, loader);
  return loader;
}

/** What a page of such a list counts: it is read together with those of the posts around it. */
export const threadCost = (args: { first?: number | null; last?: number | null }) => ({
  field: 2,
  multiplier: Math.max(1, Math.min(args.first ?? args.last ?? 20, 100)),
});

const counts = createLoader<Counts>((ids, context) =>
  countThreads(context.backend, requireViewer(context), ids),
);

/** One of the numbers of a post: at once where they are known. */
function countOf<Name extends keyof Counts>(name: Name) {
  return ({ id }: { id: string }, _args: object, context: Context) => {
    const known = counts.load(context, id);
    return known instanceof Promise ? known.then((found) => found[name]) : known[name];
  };
}

/** What comes along with a page of posts. */
export const momentsCompany = new Company<MomentRow>();
momentsCompany.add('author', peopleAlong('SELECT author_id FROM page'));
const countsAlong: Along = {
  sql: jsonRows(countsOn('page', '$1::uuid')),
  take: (context, found) => {
    for (const { id, ...numbers } of (found ?? []) as (Counts & { id: string })[])
      counts.prime(context, id, numbers);
  },
};
momentsCompany.addForAny(['viewerHasLiked', 'likeCount', 'commentCount'], 'counts', countsAlong);

const MomentAudience = builder.objectRef<{ momentId: string }>('MomentAudience').implement({
  description: 'Whom ONLY lets in, or EXCEPT keeps out.',
  fields: (t) => ({
    users: t.field({
      type: [User],
      description:
        'By name, by id: at most 200 who were named, and those who were in a category that is deleted.',
      resolve: ({ momentId }, _args, { backend }) =>
        backend.db.account.findMany({
          where: { momentAudiences: { some: { momentId } } },
          orderBy: { id: 'asc' },
        }),
    }),
    categories: t.field({
      type: [FriendCategory],
      description: 'With whoever is in them at the time of asking; by id. At most 200.',
      resolve: ({ momentId }, _args, { backend }) =>
        backend.db.friendCategory.findMany({
          where: { momentAudiences: { some: { momentId } } },
          orderBy: { id: 'asc' },
        }),
    }),
  }),
});

export const Moment = builder.prismaObject('Moment', {
  description:
    'Something that somebody shows on their own page. Who sees it is asked anew each time.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('Moment')),
    clientId: t.expose('clientId', {
      type: 'UUID',
      description: 'Chosen by the author’s client: recognises its own moment when it comes back.',
    }),
    author: t.field({
      type: User,
      description: 'Who posted it.',
      resolve: ({ authorId }, _args, context) => people.load(context, authorId),
    }),
    text: t.exposeString('text', {
      description: 'As it stands, line breaks included; empty where only pictures speak.',
    }),
    attachments: t.loadableList({
      type: Media,
      description: 'In their order: at most nine `Image`s, or one `Video`.',
      load: async (ids: string[], { backend }: Context) => {
        const rows = await backend.db.momentFile.findMany({
          where: { momentId: { in: ids } },
          orderBy: { place: 'asc' },
          include: { file: true },
        });
        return ids.map((id) => rows.filter((row) => row.momentId === id).map(({ file }) => file));
      },
      resolve: ({ id }) => id,
    }),
    linkPreview: t.loadable({
      type: LinkPreview,
      nullable: true,
      description:
        'Of the first link of its text, once it has been fetched (MomentChanged tells the author); null without any, and beside attachments.',
      load: (urls: string[], { backend }: Context) => loadPreviews(backend, urls),
      resolve: ({ linkUrl }) => linkUrl,
    }),
    locationLabel: t.exposeString('locationLabel', {
      nullable: true,
      description: 'Where its author says they are, 1 to 60 characters.',
    }),
    mentioned: t.loadableList({
      type: User,
      description:
        'Friends whose attention its author draws to it, at most 50: those of them whom the viewer knows as well, and the viewer. Depends on the viewer.',
      load: (ids: string[], context: Context) =>
        readMentioned(context.backend, requireViewer(context), ids),
      resolve: ({ id }) => id,
    }),
    momentVisibility: t.field({
      type: MomentVisibility,
      nullable: true,
      description: 'Who sees it; null unless the viewer is its author. Depends on the viewer.',
      resolve: ({ authorId, visibility }, _args, context) =>
        requireViewer(context).accountId === authorId ? visibility : null,
    }),
    audience: t.field({
      type: MomentAudience,
      nullable: true,
      description:
        'Whom ONLY and EXCEPT name; null for other visibilities, and unless the viewer is its author. Depends on the viewer.',
      complexity: { field: 20 },
      resolve: ({ id, authorId, visibility }, _args, context) =>
        requireViewer(context).accountId === authorId && ['ONLY', 'EXCEPT'].includes(visibility)
          ? { momentId: id }
          : null,
    }),
    postedAt: t.expose('createdAt', { type: 'DateTime', description: 'When the server took it.' }),
    viewerHasLiked: t.boolean({
      description: 'Whether the viewer likes it. Depends on the viewer.',
      resolve: countOf('liked'),
    }),
    likeCount: t.int({
      description: 'How many likes the viewer sees. Depends on the viewer.',
      resolve: countOf('likes'),
    }),
    commentCount: t.int({
      description: 'How many comments the viewer sees. Depends on the viewer.',
      resolve: countOf('comments'),
    }),
    likers: t.connection({
      type: User,
      description:
        'Who likes it, the first first: the viewer and, for its author and friends of theirs, the author and those who are friends of both. Depends on the viewer.',
      complexity: threadCost,
      resolve: (moment, args, context) =>
        keysetConnection({
          args,
          key: (liker: Liker) => liker.likeId,
          form: UUID_FORM,
          load: (between) =>
            pageLoader(context, 'likers', between, (ids) =>
              readLikers(context.backend, requireViewer(context), ids, between),
            ).load(moment.id),
        }),
    }),
  }),
});
registerNode('Moment', requireMoment);

/** A post by its id, or null where the viewer does not see it (any more). */
export const visibleMoment = async (id: string, context: Context): Promise<MomentRow | null> => {
  const [moment] = await visibleMoments(context.backend, requireViewer(context), [id]);
  return moment ?? null;
};

/** The payload of a mutation that answers with the post it is about. */
export const momentPayload = (name: string, description: string) =>
  builder.objectRef<MomentRow>(name).implement({
    description,
    fields: (t) => ({
      moment: t.field({
        type: Moment,
        description: 'The moment as the caller sees it now. Depends on the viewer.',
        resolve: (moment) => moment,
      }),
    }),
  });
