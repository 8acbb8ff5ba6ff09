import { graphql } from '@/lib/graphql';
import { SystemNotice_message } from './system-notice.fragment';

export const MessagePreview_message = graphql(
  `
  fragment MessagePreview_message on Message {
    id
    sender {
      id
      nickname
    }
    content {
      __typename
      ... on TextContent {
        text
      }
    }
    ...SystemNotice_message
  }
`,
  [SystemNotice_message],
);
