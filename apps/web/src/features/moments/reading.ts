'use client';

import { useCallback } from 'react';
import { useClient, useQuery } from 'urql';
import type { ResultOf } from '@/lib/graphql';
import { usePages } from '@/lib/urql/use-pages';
import { useViewerId } from '@/lib/viewer-id';
import type { Moment } from './documents';
import { useMomentsHead } from './head';
import {
  AlbumQuery,
  CommentsQuery,
  FeedQuery,
  MomentQuery,
  NoticesQuery,
  OwnerQuery,
  PeekQuery,
} from './queries';

/** A post with all that is said about it is much: the first screen holds two or three. */
const POSTS = 10;
const COMMENTS = 50;
const NOTICES = 30;

const feedOf = (data: ResultOf<typeof FeedQuery>) => data.moments;
const userOf = (data: ResultOf<typeof AlbumQuery>) =>
  data.node?.__typename === 'User' ? data.node : null;
const albumOf = (data: ResultOf<typeof AlbumQuery>) => userOf(data)?.moments;
const commentsOf = (data: ResultOf<typeof CommentsQuery>) =>
  data.node?.__typename === 'Moment' ? data.node.comments : null;
const noticesOf = (data: ResultOf<typeof NoticesQuery>) => data.viewer.momentNotices;

export const useFeed = () =>
  usePages({ document: FeedQuery, variables: { first: POSTS }, pageOf: feedOf });

export const useAlbum = (userId: string) =>
  usePages({ document: AlbumQuery, variables: { id: userId, first: POSTS }, pageOf: albumOf });

export const useComments = (momentId: string) =>
  usePages({
    document: CommentsQuery,
    variables: { id: momentId, first: COMMENTS },
    pageOf: commentsOf,
  });

export const useNotices = () =>
  usePages({ document: NoticesQuery, variables: { first: NOTICES }, pageOf: noticesOf });

/** Where the API has not said how much a post takes, it says so when it is too much. */
const UNKNOWN = {
  characters: Infinity,
  commentCharacters: Infinity,
  locationCharacters: Infinity,
  pictures: Infinity,
  mentions: Infinity,
};

/** How much a post takes. */
export const useMomentLimits = () => useMomentsHead()?.momentLimits ?? UNKNOWN;

export function useMoment(id: string) {
  const [{ data, fetching, error }, retry] = useQuery({
    query: MomentQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  });
  const moment = data?.node?.__typename === 'Moment' ? data.node : null;
  const known = data !== undefined || error !== undefined;
  return { moment, waiting: !known && fetching, failed: error !== undefined && !moment, retry };
}

/** Who likes it. My own like is shown as soon as I press, and the answer only confirms it. */
export function useShownLikes(moment: Moment) {
  const viewerId = useViewerId();
  const head = useMomentsHead();
  const people = moment.likers.edges.map(({ node }) => node);
  const mine = people.some(({ id }) => id === viewerId);
  if (moment.viewerHasLiked === mine || !head) return { people, count: moment.likeCount };
  const shown = moment.viewerHasLiked
    ? [...people, { id: head.user.id, nickname: head.user.nickname }]
    : people.filter(({ id }) => id !== viewerId);
  return { people: shown, count: Math.max(moment.likeCount, shown.length) };
}

export type AlbumOwner = NonNullable<ReturnType<typeof useMomentsHead>>['user'];

/** Whose album it is; as little as a page of theirs shows. */
export function useAlbumOwner(userId: string): { owner: AlbumOwner | null; waiting: boolean } {
  const [{ data, error }] = useQuery({
    query: OwnerQuery,
    variables: { id: userId },
    requestPolicy: 'cache-and-network',
  });
  const owner = data?.node?.__typename === 'User' ? data.node : null;
  return { owner, waiting: data === undefined && error === undefined };
}

/** The newest of somebody's posts. */
export function useAlbumPeek(userId: string) {
  const [{ data }] = useQuery({
    query: PeekQuery,
    variables: { id: userId },
    requestPolicy: 'cache-and-network',
  });
  return data?.node?.__typename === 'User' ? data.node.moments.edges.map(({ node }) => node) : [];
}

/** Asks for the beginning of the feed again; says whether it came. */
export function useRefreshFeed(): () => Promise<boolean> {
  const client = useClient();
  return useCallback(async () => {
    const variables = { first: POSTS, after: null };
    const { error } = await client
      .query(FeedQuery, variables, { requestPolicy: 'network-only' })
      .toPromise();
    return !error;
  }, [client]);
}
