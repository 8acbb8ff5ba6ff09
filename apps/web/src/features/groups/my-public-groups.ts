'use client';

import { useEffect, useMemo, useState } from 'react';
import { useClient } from 'urql';
import { ConversationRow_conversation } from '@/features/conversations/components/conversation-row.fragment';
import { useConversationList } from '@/features/conversations/list';
import { graphql, readFragment } from '@/lib/graphql';

const VisibilityQuery = graphql(`
  query Groups_visibility($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      id
      ... on Conversation {
        name
        avatarEmoji
        avatar {
          id
          thumbnailUrl
        }
        memberCount
        visibility
      }
    }
  }
`);

export interface PublicGroup {
  id: string;
  name: string;
  avatarEmoji: string | null;
  avatar: { thumbnailUrl: string } | null;
  memberCount: number;
}

/** Asked for at once; the API takes no more ids. */
const AT_ONCE = 100;

/** The public ones of the groups that I am in, in the order of the list of conversations. */
export function useMyPublicGroups(): { groups: readonly PublicGroup[]; fetching: boolean } {
  const client = useClient();
  const { conversations, fetching } = useConversationList();
  const ids = useMemo(
    () =>
      readFragment(ConversationRow_conversation, conversations)
        .filter(({ kind }) => kind === 'GROUP')
        .map(({ id }) => id),
    [conversations],
  );
  const key = ids.join(' ');
  const [found, setFound] = useState<{ of: string; groups: PublicGroup[] } | null>(null);
  useEffect(() => {
    let gone = false;
    const all = key.split(' ').filter(Boolean);
    const pages = Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, page) =>
      all.slice(page * AT_ONCE, (page + 1) * AT_ONCE),
    );
    const ask = (page: string[]) =>
      client
        .query(VisibilityQuery, { ids: page }, { requestPolicy: 'network-only' })
        .toPromise()
        .then(({ data }) =>
          (data?.nodes ?? []).flatMap((node) =>
            node?.__typename === 'Conversation' && node.visibility === 'PUBLIC'
              ? [{ ...node, name: node.name ?? '' }]
              : [],
          ),
        );
    void Promise.all(pages.map(ask)).then((answers) => {
      if (!gone) setFound({ of: key, groups: answers.flat() });
    });
    return () => {
      gone = true;
    };
  }, [client, key]);
  return { groups: found?.groups ?? [], fetching: fetching || found?.of !== key };
}
