/** From everybody to oneself alone, as one chooses it. */
export const VISIBILITIES = ['PUBLIC', 'FRIENDS', 'ONLY', 'EXCEPT', 'PRIVATE'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** Who may see a post: with ONLY and EXCEPT, the people and the categories of friends that are meant. */
export interface Audience {
  visibility: Visibility;
  userIds: readonly string[];
  categoryIds: readonly string[];
}

export const FRIENDS_SEE: Audience = { visibility: 'FRIENDS', userIds: [], categoryIds: [] };

export const namesPeople = (visibility: Visibility): boolean =>
  visibility === 'ONLY' || visibility === 'EXCEPT';

/** What is chosen says something: only these, and nobody is named, would be nobody. */
export const isComplete = ({ visibility, userIds, categoryIds }: Audience): boolean =>
  !namesPeople(visibility) || userIds.length + categoryIds.length > 0;

/** As the API takes it: people and categories only where they mean something. */
export const audienceInput = ({ visibility, userIds, categoryIds }: Audience) => ({
  visibility,
  audience: namesPeople(visibility)
    ? { userIds: [...userIds], categoryIds: [...categoryIds] }
    : null,
});
