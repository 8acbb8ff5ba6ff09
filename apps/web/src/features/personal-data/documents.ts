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

export const DataExportsQuery = graphql(
  `
  query PersonalData_exports {
    viewer {
      id
      dataExports(first: 10) {
        edges {
          node {
            ...DataExportFields
          }
        }
      }
    }
  }
`,
  [DataExportFields],
);

export const RequestDataExportMutation = graphql(
  `
  mutation PersonalData_request {
    requestDataExport {
      __typename
      ... on DataExportLimitError {
        limit
        retryAt
      }
      ... on RequestDataExportPayload {
        dataExport {
          ...DataExportFields
        }
      }
    }
  }
`,
  [DataExportFields],
);

export const CancelDataExportMutation = graphql(
  `
  mutation PersonalData_cancel($input: CancelDataExportInput!) {
    cancelDataExport(input: $input) {
      __typename
      ... on CancelDataExportPayload {
        dataExport {
          ...DataExportFields
        }
      }
    }
  }
`,
  [DataExportFields],
);

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
