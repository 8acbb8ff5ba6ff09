import { graphql } from '@/lib/graphql';

export const DataExportFields = graphql(`
  fragment DataExportFields on DataExport @_unmask {
    id
    exportState
    requestedAt
    finishedAt
    archiveExpiresAt
    archiveBytes
    downloadUrl
    progress {
      messagesDone
      messagesTotal
      filesDone
      filesTotal
      fileBytesDone
      fileBytesTotal
    }
  }
`);

/** Account stream: normalised into the DataExport. */
export const Hears_DataExportChanged = graphql(
  `
  fragment Hears_DataExportChanged on DataExportChanged @_unmask {
    dataExport {
      ...DataExportFields
    }
  }
`,
  [DataExportFields],
);
