'use client';

import { useMemo } from 'react';
import { useClient, useQuery } from 'urql';
import { whenFresh } from '@/features/accounts/fresh-sign-in';
import type { ResultOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { CancelDataExportMutation, DataExportsQuery, RequestDataExportMutation } from './documents';
import type { DataExportFields } from './hears';

export type DataExport = ResultOf<typeof DataExportFields>;

export interface DataExports {
  /** Waiting or being made: there is one at most. */
  underWay: DataExport | null;
  /** Can be downloaded: there is one at most. */
  ready: DataExport | null;
  /** The newest, whatever has become of it. */
  newest: DataExport | null;
}

/** The person’s archives; `data` is undefined until it is known. */
export function useDataExports() {
  const [{ data, error }, refetch] = useQuery({
    query: DataExportsQuery,
    requestPolicy: 'cache-and-network',
  });
  const exports = useMemo(
    () => data && sorted(data.viewer.dataExports.edges.map(({ node }) => node)),
    [data],
  );
  return {
    exports,
    failed: !data && !!error,
    reload: () => refetch({ requestPolicy: 'network-only' }),
  };
}

/** `rows`: the newest first. */
export function sorted(rows: readonly DataExport[]): DataExports {
  const find = (...states: DataExport['exportState'][]) =>
    rows.find(({ exportState }) => states.includes(exportState)) ?? null;
  return { underWay: find('QUEUED', 'RUNNING'), ready: find('READY'), newest: rows[0] ?? null };
}

/**
 * How much of an archive is done, between 0 and 1: messages are half of it and the bytes of files the other, or all of it
 * where there is nothing of the one.
 */
export function shareDone({
  messagesDone,
  messagesTotal,
  fileBytesDone,
  fileBytesTotal,
}: DataExport['progress']): number {
  const shares = [
    [messagesDone, messagesTotal],
    [fileBytesDone, fileBytesTotal],
  ].flatMap(([done = 0, total = 0]) => (total > 0 ? [done / total] : []));
  return shares.length > 0 ? shares.reduce((sum, one) => sum + one, 0) / shares.length : 0;
}

export function useExportActions() {
  const client = useClient();
  return {
    request: () => whenFresh(() => carryOut(client, RequestDataExportMutation, {})),
    cancel: (dataExportId: string) => carryOut(client, CancelDataExportMutation, { dataExportId }),
  };
}
