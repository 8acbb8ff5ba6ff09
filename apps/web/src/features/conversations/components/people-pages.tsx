import type { ReactNode } from 'react';
import { Spinner } from '@/components/ui/spinner';
import { useReached } from '@/components/use-reached';
import { UserAvatar, type UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { useNameOf } from '@/features/contacts/names';
import type { FragmentOf } from '@/lib/graphql';

type PeoplePagesProps = {
  items: readonly {
    id: string;
    groupNickname: string | null;
    user: FragmentOf<typeof UserAvatar_user> & { id: string; nickname: string };
  }[];
  fetching: boolean;
  hasMore: boolean;
  loadMore: () => void;
  /** Shown where there is nobody. */
  nobody: ReactNode;
};

/** Members of a conversation in a dialog, under their names there; the next page comes when the end is reached. */
export function PeoplePages({ items, fetching, hasMore, loadMore, nobody }: PeoplePagesProps) {
  const nameOf = useNameOf();
  const end = useReached(loadMore);
  return (
    <>
      <ul className="mt-3 flex min-h-40 flex-col">
        {items.map(({ id, groupNickname, user }) => (
          <li key={id} className="flex h-12 items-center gap-3">
            <UserAvatar user={user} size="small" />
            <bdi className="truncate text-body">{nameOf(user, groupNickname)}</bdi>
          </li>
        ))}
        {items.length === 0 && (
          <li className="flex justify-center py-10 text-center text-ink-2 text-label">
            {fetching ? <Spinner /> : nobody}
          </li>
        )}
      </ul>
      {hasMore && <div ref={end} className="h-10" />}
    </>
  );
}
