'use client';

import { useQuery } from 'urql';
import { Media_image } from '@/features/media/documents';
import { portraitItem } from '@/features/media/portrait';
import type { ViewerItem } from '@/features/media/viewing';
import { graphql } from '@/lib/graphql';
import type { GroupDetails } from './components/group-details.fragment';

const LargePortraitQuery = graphql(
  `
  query Groups_largePortrait($id: ID!) {
    conversation(id: $id) {
      id
      avatar {
        ...Media_image
      }
    }
  }
`,
  [Media_image],
);

/** The picture that stands for a group as it is seen large. Lists ask for no more of it than its smallest form. */
export function useLargePortrait({ id, name, avatar }: GroupDetails): ViewerItem | null {
  const [{ data }] = useQuery({
    query: LargePortraitQuery,
    variables: { id },
    pause: avatar === null,
  });
  const large = data?.conversation?.avatar;
  return avatar && large?.id === avatar.id ? portraitItem(large, name ?? '') : null;
}
