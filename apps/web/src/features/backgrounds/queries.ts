import { graphql } from '@/lib/graphql';
import { Background_conversation, Background_viewer } from './documents';

export const GeneralBackgroundQuery = graphql(
  `
    query Backgrounds_general {
      viewer {
        ...Background_viewer
      }
    }
  `,
  [Background_viewer],
);

export const SetBackgroundMutation = graphql(
  `
    mutation Backgrounds_set($input: SetBackgroundInput!) {
      setBackground(input: $input) {
        __typename
        ... on SetBackgroundPayload {
          conversation {
            ...Background_conversation
          }
          viewer {
            ...Background_viewer
          }
        }
      }
    }
  `,
  [Background_conversation, Background_viewer],
);
