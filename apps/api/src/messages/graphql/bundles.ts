import { builder } from '../../graphql/builder.ts';
import type { Context } from '../../graphql/context.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode } from '../../graphql/nodes.ts';
import { keysetConnection } from '../../graphql/pages.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireBundle } from '../access.ts';
import { MessageContent, registerContent, type Said } from './content.ts';

const PREVIEW_ENTRIES = 4;

const BundleEntry = builder.prismaObject('BundleEntry', {
  description: 'One message of a forwarded chat history: a copy, which stays as it is.',
  fields: (t) => ({
    position: t.exposeInt('position', { description: 'Its place: 1, 2, 3 …' }),
    senderName: t.exposeString('senderName', {
      description: 'What its sender was called when it was forwarded.',
    }),
    sender: t.relation('sender', { description: 'Who wrote it.' }),
    sentAt: t.expose('sentAt', { type: 'DateTime', description: 'When it was said.' }),
    content: t.field({
      type: MessageContent,
      description: 'What it holds.',
      resolve: ({ kind, text, data, nestedBundleId, fileId }) => ({
        kind,
        text,
        data,
        bundleId: nestedBundleId,
        fileId,
      }),
    }),
  }),
});

async function loadEntryCounts(bundleIds: string[], { backend }: Context) {
  const counts = await backend.db.bundleEntry.groupBy({
    by: ['bundleId'],
    where: { bundleId: { in: bundleIds } },
    _count: true,
  });
  return bundleIds.map((id) => counts.find(({ bundleId }) => bundleId === id)?._count ?? 0);
}

async function loadPreviews(bundleIds: string[], { backend }: Context) {
  const entries = await backend.db.bundleEntry.findMany({
    where: { bundleId: { in: bundleIds }, position: { lte: PREVIEW_ENTRIES } },
    orderBy: { position: 'asc' },
  });
  return bundleIds.map((id) => entries.filter(({ bundleId }) => bundleId === id));
}

const ForwardBundle = builder.prismaObject('Bundle', {
  name: 'ForwardBundle',
  description:
    'A chat history that was forwarded. Whoever sees a message that holds it, itself or within another bundle, can see it, and whoever has saved it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('ForwardBundle')),
    title: t.exposeString('title', { description: 'As its maker called it; 1 to 100 characters.' }),
    entryCount: t.loadable({
      type: 'Int',
      description: 'How many messages it holds; at most 100.',
      load: loadEntryCounts,
      resolve: (bundle) => bundle.id,
    }),
    preview: t.loadableList({
      type: BundleEntry,
      description: 'The first four of them.',
      load: loadPreviews,
      resolve: (bundle) => bundle.id,
    }),
    entries: t.connection({
      type: BundleEntry,
      description: 'All of them, in the order in which they were said.',
      complexity: pageCost,
      resolve: (bundle, args, { backend }) =>
        keysetConnection({
          args,
          key: (entry: { position: number }) => String(entry.position),
          form: /^\d{1,9}$/,
          load: ({ after, before, limit, inverted }) =>
            backend.db.bundleEntry.findMany({
              where: {
                bundleId: bundle.id,
                position: {
                  gt: after ? Number(after) : undefined,
                  lt: before ? Number(before) : undefined,
                },
              },
              orderBy: { position: inverted ? 'desc' : 'asc' },
              take: limit,
            }),
        }),
    }),
  }),
});
registerNode('ForwardBundle', requireBundle);

const BundleContent = builder.objectRef<Said>('BundleContent').implement({
  description: 'A forwarded chat history, to be opened.',
  fields: (t) => ({
    bundle: t.loadable({
      type: ForwardBundle,
      description: 'The chat history. Bundles may be within each other, three at most.',
      load: async (bundleIds: string[], { backend }: Context) => {
        const bundles = await backend.db.bundle.findMany({ where: { id: { in: bundleIds } } });
        return bundleIds.map(
          (id) => bundles.find((bundle) => bundle.id === id) ?? new NotFoundError('chat history'),
        );
      },
      resolve: ({ bundleId }) => bundleId ?? '',
    }),
  }),
});
registerContent({ BUNDLE: BundleContent });
