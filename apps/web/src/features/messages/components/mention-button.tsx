'use client';

import { useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react';
import { useClient, useQuery } from 'urql';
import { graphql } from '@/lib/graphql';
import { besideCache } from '@/lib/urql/beside-cache';
import type { MentionTrail } from '../mention-trail';

const UnreadMentionsQuery = graphql(`
  query Messages_unreadMentions($id: ID!) {
    conversation(id: $id) {
      id
      unreadMentionCount
      firstUnreadMention {
        id
        seq
      }
      viewerPosition {
        readSeq
      }
    }
  }
`);

/** Asked anew whenever it is needed. */
const MentionPlacesQuery = graphql(`
  query Messages_mentionPlaces($id: ID!, $behind: Int!) {
    conversation(id: $id) {
      id
      mentionSeqs(behind: $behind)
    }
  }
`);

type MentionButtonProps = {
  conversationId: string;
  trail: MentionTrail;
  jump: (seq: number) => void;
};

/** The way from one message that names me and that I have not seen to the next, for as long as there is one. */
export function MentionButton({ conversationId, trail, jump }: MentionButtonProps) {
  const t = useTranslations('messages');
  const [{ data }, refetch] = useQuery({
    query: UnreadMentionsQuery,
    variables: { id: conversationId },
    requestPolicy: 'cache-and-network',
  });
  const conversation = data?.conversation;
  const unread = conversation?.unreadMentionCount ?? 0;
  const first = conversation?.firstUnreadMention?.seq;
  const readSeq = conversation?.viewerPosition.readSeq;
  useEffect(() => {
    if (readSeq !== undefined) trail.readUntil(readSeq);
  }, [trail, readSeq]);
  const { waiting, find } = useTrail(conversationId, trail, { unread, first });

  // Which mentions reading has passed only the API can say.
  const asked = useRef(readSeq);
  useEffect(() => {
    if (asked.current === readSeq) return;
    const initial = asked.current === undefined;
    asked.current = readSeq;
    if (!initial && unread > 0) refetch({ requestPolicy: 'network-only' });
  }, [readSeq, unread, refetch]);

  // Where they are may not be known yet, and without a network will not be.
  const count = trail.isKnown() ? waiting.length : unread;
  if (count === 0) return null;
  const go = async () => {
    // Some may have been recalled meanwhile.
    await find();
    const next = trail.isKnown() ? trail.waiting()[0] : first;
    if (next !== undefined) jump(next);
  };
  return (
    <button
      type="button"
      onClick={() => void go()}
      aria-label={t('toMention', { count })}
      className="absolute end-5 bottom-15 z-10 flex h-9 min-w-9 animate-arrive items-center justify-center gap-1 rounded-full bg-raised px-3 font-semibold text-amber-ink text-label shadow-float hover:bg-hover touch:h-11 touch:min-w-11"
    >
      <span aria-hidden="true">@</span>
      <span className="tabular">{count}</span>
    </button>
  );
}

/** What waits, and how to look again; looks by itself when there are others than are known. */
function useTrail(
  id: string,
  trail: MentionTrail,
  { unread, first }: { unread: number; first: number | undefined },
) {
  const client = useClient();
  const waiting = useSyncExternalStore(trail.subscribe, trail.waiting, trail.waiting);
  const find = useCallback(async () => {
    const behind = trail.asks();
    if (behind === null) return;
    const { data } = await client
      .query(MentionPlacesQuery, { id, behind }, besideCache)
      .toPromise();
    if (data?.conversation) trail.takePlaces(data.conversation.mentionSeqs);
  }, [client, id, trail]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: one may have come for another that has gone.
  useEffect(() => {
    if (unread > 0 && !trail.accountsFor(unread)) void find();
  }, [trail, unread, first, find]);
  return { waiting, find };
}
