'use client';

import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { rovingFocus } from '@/components/frame/roving-focus';
import { CheckboxMark } from '@/components/ui/checkbox-mark';
import { EmptyState } from '@/components/ui/empty-state';
import { SearchField } from '@/components/ui/search-field';
import { readFragment } from '@/lib/graphql';
import { useConversationList } from '../list';
import { ConversationRow_conversation } from './conversation-row.fragment';
import { ConversationAvatar, useConversationName } from './conversation-title';

type ConversationPickerProps = {
  chosen: ReadonlySet<string>;
  onToggle: (id: string) => void;
};

/** Conversations to choose from, in the order of the list. */
export function ConversationPicker({ chosen, onToggle }: ConversationPickerProps) {
  const t = useTranslations('conversations');
  const nameOf = useConversationName();
  const { conversations } = useConversationList();
  const [query, setQuery] = useState('');
  const wanted = query.trim().toLocaleLowerCase();
  const shown = readFragment(ConversationRow_conversation, conversations).filter((conversation) =>
    nameOf(conversation).toLocaleLowerCase().includes(wanted),
  );
  return (
    <div className="-mx-6 flex min-h-72 flex-1 flex-col">
      <SearchField
        label={t('filter')}
        clearLabel={t('clearFilter')}
        value={query}
        onValueChange={setQuery}
        className="mx-6 mb-2"
      />
      {shown.length === 0 && (
        <EmptyState picture={<SearchX className="size-7" />} title={t('nothingFound')} />
      )}
      <ul
        aria-label={t('chats')}
        className="max-h-80 min-h-0 overflow-y-auto px-4"
        {...rovingFocus}
      >
        {shown.map((conversation) => (
          <li key={conversation.id}>
            {/* biome-ignore lint/a11y/useSemanticElements: a whole row to press, as in the list. */}
            <button
              type="button"
              role="checkbox"
              aria-checked={chosen.has(conversation.id)}
              data-roving
              onClick={() => onToggle(conversation.id)}
              className="-outline-offset-2 flex h-14 w-full items-center gap-3 rounded-[8px] px-2 text-start hover:bg-hover"
            >
              <ConversationAvatar conversation={conversation} />
              <bdi className="min-w-0 flex-1 truncate text-body">{nameOf(conversation)}</bdi>
              <CheckboxMark checked={chosen.has(conversation.id)} />
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
