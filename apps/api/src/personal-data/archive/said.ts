import type { BundleEntry, MessageKind, StoredFile } from '@teahouse/db/client';
import { BUNDLE_LEVELS_MAX } from '../../messages/access.ts';
import type { Backend } from '../../realtime/backend.ts';
import { filePath } from './names.ts';

/** A file that is in the archive, and where. */
export interface ArchivedFile {
  id: string;
  path: string;
  kind: StoredFile['kind'];
  name: string;
  mediaType: string;
  bytes: number;
  width: number | null;
  height: number | null;
  durationMs: number | null;
  waveform: number[];
  /** What a recording says, once somebody has asked for it. */
  transcript: string | null;
}

/** What somebody said, wherever it is kept. */
export interface Content {
  kind: MessageKind;
  text: string;
  data: unknown;
  file: ArchivedFile | null;
  bundle: ArchivedBundle | null;
}

export interface ArchivedBundle {
  id: string;
  title: string;
  createdAt: Date;
  entries: (Content & { position: number; senderId: string; senderName: string; sentAt: Date })[];
}

type Kept = Pick<BundleEntry, 'kind' | 'text' | 'data' | 'fileId'> & { bundleId: string | null };

type Reading = Pick<Backend, 'db'>;

/** Those of these files that go into an archive. */
export async function loadFiles(
  { db }: Reading,
  exportId: string,
  ids: readonly (string | null)[],
): Promise<Map<string, ArchivedFile>> {
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await db.dataExportFile.findMany({
    where: { exportId, fileId: { in: wanted } },
    include: { file: { include: { transcript: true } } },
  });
  return new Map(
    rows.map(({ file }) => {
      const { id, kind, name, mediaType, bytes, width, height, durationMs, waveform } = file;
      const transcript = file.transcript?.text || null;
      const shape = { width, height, durationMs, waveform, transcript };
      return [id, { id, path: filePath(file), kind, name, mediaType, bytes, ...shape }];
    }),
  );
}

/** What these rows hold, in their order: with the files and the chat histories that are in them. */
export async function loadContents(
  reading: Reading,
  exportId: string,
  rows: readonly Kept[],
): Promise<Content[]> {
  const entries = await loadEntries(reading, rows);
  const titles = await loadTitles(reading, [...entries.keys()]);
  const files = await loadFiles(reading, exportId, [
    ...rows.map(({ fileId }) => fileId),
    ...[...entries.values()].flat().map(({ fileId }) => fileId),
  ]);
  const bundleOf = (id: string | null): ArchivedBundle | null => {
    const bundle = id ? titles.get(id) : undefined;
    if (!bundle) return null;
    return {
      ...bundle,
      entries: (entries.get(bundle.id) ?? []).map((entry) => ({
        ...contentOf({ ...entry, bundleId: entry.nestedBundleId }),
        position: entry.position,
        senderId: entry.senderId,
        senderName: entry.senderName,
        sentAt: entry.sentAt,
      })),
    };
  };
  const contentOf = ({ kind, text, data, fileId, bundleId }: Kept): Content => ({
    kind,
    text,
    data,
    file: (fileId && files.get(fileId)) || null,
    bundle: bundleOf(bundleId),
  });
  return rows.map(contentOf);
}

/** What is in the chat histories of these rows, and in those within them. */
async function loadEntries(
  { db }: Reading,
  rows: readonly Kept[],
): Promise<Map<string, BundleEntry[]>> {
  const found = new Map<string, BundleEntry[]>();
  let wanted = rows.flatMap(({ bundleId }) => bundleId ?? []);
  for (let level = 0; wanted.length > 0 && level < BUNDLE_LEVELS_MAX; level++) {
    const entries = await db.bundleEntry.findMany({
      where: { bundleId: { in: [...new Set(wanted)] } },
      orderBy: [{ bundleId: 'asc' }, { position: 'asc' }],
    });
    for (const id of wanted) found.set(id, []);
    for (const entry of entries) found.get(entry.bundleId)?.push(entry);
    wanted = entries.flatMap(({ nestedBundleId }) =>
      nestedBundleId && !found.has(nestedBundleId) ? nestedBundleId : [],
    );
  }
  return found;
}

async function loadTitles({ db }: Reading, ids: string[]) {
  const rows = ids.length > 0 ? await db.bundle.findMany({ where: { id: { in: ids } } }) : [];
  return new Map(rows.map((row) => [row.id, row]));
}
