import { graphql } from '@/lib/graphql';
import { DataExportFields } from './hears';

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
