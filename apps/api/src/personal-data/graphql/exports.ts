import type { DataExport as DataExportRow } from '@teahouse/db/client';
import { FreshSignInRequiredError } from '../../accounts/errors.ts';
import { Viewer } from '../../accounts/graphql/viewer.ts';
import { builder } from '../../graphql/builder.ts';
import { requireViewer } from '../../graphql/context.ts';
import { ErrorInterface } from '../../graphql/errors.ts';
import { loggedEvent } from '../../graphql/events.ts';
import { pageCost } from '../../graphql/limits.ts';
import { idField, Node, registerNode, requireId } from '../../graphql/nodes.ts';
import { newestFirst } from '../../graphql/pages.ts';
import { NotFoundError } from '../../platform/errors.ts';
import { requireDataExport } from '../access.ts';
import { DataExportLimitError } from '../errors.ts';
import { cancelDataExport, requestDataExport } from '../service/exports.ts';
import { archiveAddressOf } from '../serving.ts';

builder.objectType(DataExportLimitError, {
  name: 'DataExportLimitError',
  description:
    'The caller has asked for as many archives of their data as a day takes (DATA_EXPORTS_PER_DAY).',
  interfaces: [ErrorInterface],
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'How many that is.' }),
    retryAt: t.expose('retryAt', { type: 'DateTime', description: 'When one more can be.' }),
  }),
});

const DataExportState = builder.enumType('DataExportState', {
  description: 'How far an archive of somebody’s data has come.',
  values: {
    QUEUED: { description: 'It waits for its turn.' },
    RUNNING: { description: 'It is being made.' },
    READY: { description: 'It can be downloaded.' },
    FAILED: { description: 'It could not be made. It can be asked for again at once.' },
    CANCELLED: { description: 'The person stopped it.' },
    EXPIRED: { description: 'It was there, and has been removed.' },
  } as const,
});

const DataExportProgress = builder.objectRef<DataExportRow>('DataExportProgress').implement({
  description:
    'What has been written down, of what there was when the making began. It goes back to the beginning when a process dies and another one starts over.',
  fields: (t) => ({
    messagesDone: t.exposeInt('messagesDone', { description: 'Messages written down.' }),
    messagesTotal: t.exposeInt('messagesTotal', { description: 'Messages there are.' }),
    filesDone: t.exposeInt('filesDone', { description: 'Files put in.' }),
    filesTotal: t.exposeInt('filesTotal', { description: 'Files there are.' }),
    fileBytesDone: t.float({
      description: 'Bytes of the files put in; a whole number.',
      resolve: ({ bytesDone }) => Number(bytesDone),
    }),
    fileBytesTotal: t.float({
      description: 'Bytes of all the files; a whole number.',
      resolve: ({ bytesTotal }) => Number(bytesTotal),
    }),
  }),
});

const DataExport = builder.prismaObject('DataExport', {
  description:
    'An archive of everything that is the viewer’s: JSON, pages to read, and the files. Only they can see it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.field(idField('DataExport')),
    exportState: t.expose('state', { type: DataExportState, description: 'How far it has come.' }),
    progress: t.field({
      type: DataExportProgress,
      description: 'How much has been done.',
      resolve: (row) => row,
    }),
    requestedAt: t.expose('requestedAt', {
      type: 'DateTime',
      description: 'When the person asked for it.',
    }),
    finishedAt: t.expose('finishedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was ready, failed or was stopped; null before.',
    }),
    archiveExpiresAt: t.expose('expiresAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'Until when it is kept, DATA_EXPORT_DAYS (7) after it was ready; null before that. A newer one takes its place earlier.',
    }),
    archiveBytes: t.float({
      nullable: true,
      description: 'Size of the archive in bytes, a whole number; null until it is there.',
      resolve: ({ archiveBytes }) => (archiveBytes === null ? null : Number(archiveBytes)),
    }),
    downloadUrl: t.string({
      nullable: true,
      description:
        'Where the archive is downloaded from, while it is READY; null otherwise. Asks each time who is asking, as `Media.url` does, and leads on to a place that takes range requests.',
      resolve: (row, _args, { backend }) =>
        row.state === 'READY' ? archiveAddressOf(backend, row) : null,
    }),
    downloadCount: t.exposeInt('downloads', {
      description: 'How often that address has been asked for the archive.',
    }),
  }),
});
registerNode('DataExport', requireDataExport);

builder.objectField(Viewer, 'dataExports', (t) =>
  t.connection({
    type: DataExport,
    description: 'The archives of their data that the viewer has asked for, the newest first.',
    complexity: pageCost,
    resolve: ({ accountId }, args, { backend }) =>
      newestFirst(args, ({ id, ...page }) =>
        backend.db.dataExport.findMany({ ...page, where: { accountId, id } }),
      ),
  }),
);

const CancelDataExportInput = builder.inputType('CancelDataExportInput', {
  description: 'An archive that is not wanted.',
  fields: (t) => ({ dataExportId: t.id({ required: true, description: 'A `DataExport`.' }) }),
});

const exportPayload = (name: string, description: string) =>
  builder.objectRef<DataExportRow>(name).implement({
    description,
    fields: (t) => ({
      dataExport: t.field({
        type: DataExport,
        description: 'The archive as it stands now.',
        resolve: (row) => row,
      }),
    }),
  });
const RequestDataExportPayload = exportPayload(
  'RequestDataExportPayload',
  'An archive is going to be made, or is being made already.',
);
const CancelDataExportPayload = exportPayload(
  'CancelDataExportPayload',
  'It is stopped, or removed.',
);

builder.mutationFields((t) => ({
  requestDataExport: t.field({
    type: RequestDataExportPayload,
    authScopes: { signedIn: true },
    description:
      'Asks for an archive of everything that is the caller’s, written in the language of the request. It is made in the background: `DataExportChanged` tells how far it has come, and a letter when it is ready. While one is under way, that one is the answer. The person must have proved lately who they are.',
    errors: { types: [FreshSignInRequiredError, DataExportLimitError] },
    resolve: (_root, _args, context) =>
      requestDataExport(context.backend, requireViewer(context), context.client.language),
  }),
  cancelDataExport: t.field({
    type: CancelDataExportPayload,
    authScopes: { signedIn: true },
    description:
      'Stops an archive that is being made, or removes one that is ready. One that has ended stays as it is.',
    errors: { types: [NotFoundError] },
    args: { input: t.arg({ type: CancelDataExportInput, required: true, description: 'Which.' }) },
    resolve: (_root, { input }, context) =>
      cancelDataExport(
        context.backend,
        requireViewer(context),
        requireId('DataExport', input.dataExportId, 'archive'),
      ),
  }),
}));

builder.objectFields(
  loggedEvent(
    'DataExportChanged',
    'An archive of the caller’s data was asked for, has come further, is ready, was asked to be downloaded, or has ended. While it is being made, about once for each hundredth. Account stream.',
  ),
  (t) => ({
    dataExport: t.prismaField({
      type: DataExport,
      nullable: true,
      description: 'The archive as it is now. Depends on the viewer.',
      resolve: (query, { payload }, _args, context) =>
        context.backend.db.dataExport.findFirst({
          ...query,
          where: { id: payload.exportId, accountId: requireViewer(context).accountId },
        }),
    }),
  }),
);
