import type { DataExport } from '@teahouse/db/client';
import type { Language } from '../../platform/languages.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import type { Remarks } from './people.ts';
import type { Words } from './words.ts';
import type { Archive } from './zip.ts';

/** What whoever fills an archive is handed. */
export interface Making {
  backend: Backend;
  /** As whom everything is read: no device of theirs is asking. */
  viewer: Viewer;
  export: Pick<DataExport, 'id' | 'accountId' | 'requestedAt'>;
  /** When the making began: what happens later may be in the archive or not. */
  began: Date;
  language: Language;
  words: Words;
  remarks: Remarks;
  archive: Archive;
  /** Rejects once somebody wants it to end, and whenever it must not go on. */
  advance(done: { messages?: number; files?: number; bytes?: number }): Promise<void>;
}

/** A list as JSON that is written while it is read, one row a line. */
export async function* asJson(rows: AsyncIterable<object> | Iterable<object>) {
  let before = '[\n';
  for await (const row of rows) {
    yield before + JSON.stringify(row);
    before = ',\n';
  }
  yield before === '[\n' ? '[]\n' : '\n]\n';
}
