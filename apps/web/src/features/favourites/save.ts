'use client';

import { useTranslations } from 'next-intl';
import { useClient } from 'urql';
import { useToast } from '@/components/ui/toast';
import { graphql } from '@/lib/graphql';
import { carryOut } from '@/lib/urql/carry-out';
import { useMessageRefusal } from '../messages/components/menu/use-report-refusal';

const AddFavouritesMutation = graphql(`
  mutation Favourites_add($input: AddFavouritesInput!) {
    addFavourites(input: $input) {
      __typename
      ... on AddFavouritesPayload {
        favourites {
          id
        }
      }
    }
  }
`);

/** Keeps copies of messages; says so, as they are kept out of sight. */
export function useSaveFavourites(): (messageIds: string[]) => Promise<boolean> {
  const t = useTranslations('favourites');
  const client = useClient();
  const toast = useToast();
  const refusal = useMessageRefusal();
  return async (messageIds) => {
    const input = { messageIds };
    const outcome = await carryOut(client, AddFavouritesMutation, input);
    toast.add({
      title: outcome.ok ? t('saved', { count: messageIds.length }) : refusal(outcome, 'favourite'),
    });
    return outcome.ok;
  };
}
