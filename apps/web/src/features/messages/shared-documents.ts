import { graphql, type ResultOf, type VariablesOf } from '@/lib/graphql';
import { Said_files } from './components/content/said.fragment';

/** What was sent in a conversation besides words, newest first. */
export const SharedQuery = graphql(
  `
  query Messages_shared($id: ID!, $kinds: [MediaKind!], $first: Int!, $after: String) {
    conversation(id: $id) {
      id
      media(kinds: $kinds, first: $first, after: $after) {
        edges {
          node {
            id
            seq
            sentAt
            sender {
              id
              nickname
            }
            senderMember {
              id
              groupNickname
            }
            content {
              __typename
              ...Said_files
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
  [Said_files],
);

export const SharedCountsQuery = graphql(`
  query Messages_sharedCounts($id: ID!) {
    conversation(id: $id) {
      id
      pictures: mediaCount(kinds: [IMAGE, VIDEO])
      files: mediaCount(kinds: [FILE])
    }
  }
`);

type SharedVariables = VariablesOf<typeof SharedQuery>;

export const PICTURES = ['IMAGE', 'VIDEO'] as const;
export const FILES = ['FILE'] as const;
const PAGE = 60;

/** Asked for in one way, so that whoever shows them shares the pages. */
export const sharedOf = (
  id: string,
  kinds: readonly ('IMAGE' | 'VIDEO' | 'FILE')[],
): Omit<SharedVariables, 'after'> => ({ id, kinds: [...kinds], first: PAGE });

type SharedPage = NonNullable<ResultOf<typeof SharedQuery>['conversation']>['media'];

export type SharedMessage = SharedPage['edges'][number]['node'];

export const sharedPageOf = ({ conversation }: ResultOf<typeof SharedQuery>): SharedPage | null =>
  conversation?.media ?? null;
