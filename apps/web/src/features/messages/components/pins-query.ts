import { graphql } from '@/lib/graphql';
import { Said_content } from './content/said.fragment';

export const PinsQuery = graphql(
  `
  query Messages_pins($id: ID!, $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      pinnedMessages(first: $first, after: $after) {
        edges {
          node {
            pinnedAt
            message {
              id
              seq
              sender {
                id
                nickname
              }
              senderMember {
                id
                groupNickname
              }
              content {
                ...Said_content
              }
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`,
  [Said_content],
);
