'use client';

import { useMemo } from 'react';
import { type Client, useClient, useQuery } from 'urql';
import { graphql, type ResultOf } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';

/** As the API keeps it. */
export const CATEGORY_NAME_MOST = 20;
/** Friends that one call puts into a category or takes out of it. */
const FILED_AT_ONCE = 100;

const CategoriesQuery = graphql(`
  query Contacts_categories {
    viewer {
      id
      friendCategories {
        id
        title
      }
    }
  }
`);

const CreateMutation = graphql(`
  mutation Contacts_createCategory($input: CreateFriendCategoryInput!) {
    createFriendCategory(input: $input) {
      __typename
      ... on CreateFriendCategoryPayload {
        category {
          id
          title
        }
        viewer {
          id
          friendCategories {
            id
            title
          }
        }
      }
      ... on LimitReachedError {
        limit
      }
    }
  }
`);

const UpdateMutation = graphql(`
  mutation Contacts_updateCategory($input: UpdateFriendCategoryInput!) {
    updateFriendCategory(input: $input) {
      __typename
      ... on UpdateFriendCategoryPayload {
        category {
          id
          title
        }
      }
    }
  }
`);

const OrderMutation = graphql(`
  mutation Contacts_orderCategories($input: OrderFriendCategoriesInput!) {
    orderFriendCategories(input: $input) {
      __typename
      ... on OrderFriendCategoriesPayload {
        viewer {
          id
          friendCategories {
            id
            title
          }
        }
      }
    }
  }
`);

const DeleteMutation = graphql(`
  mutation Contacts_deleteCategory($input: DeleteFriendCategoryInput!) {
    deleteFriendCategory(input: $input) {
      __typename
      ... on DeleteFriendCategoryPayload {
        viewer {
          id
          friendCategories {
            id
            title
          }
        }
      }
    }
  }
`);

const SetMutation = graphql(`
  mutation Contacts_setCategories($input: SetFriendCategoriesInput!) {
    setFriendCategories(input: $input) {
      __typename
      ... on SetFriendCategoriesPayload {
        user {
          id
          categories {
            id
            title
          }
        }
      }
    }
  }
`);

export type Category = ResultOf<typeof CategoriesQuery>['viewer']['friendCategories'][number];

const none: readonly Category[] = [];

/** My categories in my order, and whether they are known. */
export function useCategories(): { categories: readonly Category[]; known: boolean } {
  const [{ data }] = useQuery({
    query: CategoriesQuery,
    requestPolicy: 'cache-and-network',
  });
  return { categories: data?.viewer.friendCategories ?? none, known: data !== undefined };
}

interface Moves {
  categoryId: string;
  addUserIds: readonly string[];
  removeUserIds: readonly string[];
}

function categoryActions(client: Client) {
  const update = (input: {
    categoryId: string;
    title?: string;
    addUserIds?: string[];
    removeUserIds?: string[];
  }) => carryOut(client, UpdateMutation, input);
  return {
    create: (title: string) => carryOut(client, CreateMutation, { title }),
    rename: (categoryId: string, title: string) => update({ categoryId, title }),
    /** As many as there are, some at a time; what went wrong ends it. */
    move: async ({ categoryId, addUserIds, removeUserIds }: Moves) => {
      const most = Math.max(addUserIds.length, removeUserIds.length, 1);
      for (let from = 0; ; from += FILED_AT_ONCE) {
        const page = (ids: readonly string[]) => ids.slice(from, from + FILED_AT_ONCE);
        const outcome = await update({
          categoryId,
          addUserIds: page(addUserIds),
          removeUserIds: page(removeUserIds),
        });
        if (!outcome.ok || from + FILED_AT_ONCE >= most) return outcome;
      }
    },
    order: (categoryIds: string[]) => carryOut(client, OrderMutation, { categoryIds }),
    remove: (categoryId: string) => carryOut(client, DeleteMutation, { categoryId }),
    setOf: (userId: string, categoryIds: string[]) =>
      carryOut(client, SetMutation, { userId, categoryIds }),
  };
}

export function useCategoryActions() {
  const client = useClient();
  return useMemo(() => categoryActions(client), [client]);
}
