'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, type RefObject, useEffect, useId, useState } from 'react';
import { useQuery } from 'urql';
import { UserAvatar_user } from '@/features/accounts/components/user-avatar';
import { publicName, useNameOf } from '@/features/contacts/names';
import { type FragmentOf, graphql } from '@/lib/graphql';
import { addMention } from '../../composition';
import { type ChosenMention, mentionQuery } from '../../mention-spans';
import { mayRun, useOpenConversation } from '../../open-conversation';
import { writeInto } from './use-field';

const MembersQuery = graphql(
  `
  query Composer_members($id: ID!, $query: String!) {
    conversation(id: $id) {
      id
      mentionAllRestricted
      mentionable(query: $query) {
        id
        groupNickname
        user {
          id
          nickname
          username
          ...UserAvatar_user
        }
      }
    }
  }
`,
  [UserAvatar_user],
);

export interface MentionOption extends ChosenMention {
  /** As the list shows it. `name` is what goes into the text, for everybody to read. */
  shown: string;
  hint: string;
  user: FragmentOf<typeof UserAvatar_user> | null;
}

interface Mentions {
  conversationId: string;
  inGroup: boolean;
  text: string;
  caret: number;
  field: RefObject<HTMLTextAreaElement | null>;
  setText: (text: string) => void;
}

/** The list of people that opens while one types "@" and a name (a textarea may not be a combobox, but may say as much). */
export function useMentions({ conversationId, inGroup, text, caret, field, setText }: Mentions) {
  const listId = useId();
  const typed = inGroup ? mentionQuery(text, caret) : null;
  const [dismissed, setDismissed] = useState<number | null>(null);
  const [active, setActive] = useState(0);
  const open = typed !== null && dismissed !== typed.from;
  const options = useOptions(conversationId, open ? typed.query : null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list begins at its first entry.
  useEffect(() => setActive(0), [typed?.query]);

  const choose = (option: MentionOption) => {
    if (!typed) return;
    const before = `${text.slice(0, typed.from)}@${option.name} `;
    addMention(conversationId, option);
    writeInto(field, before.length, () => setText(before + text.slice(caret)));
  };

  /** Whether a key was meant for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (!open || options.length === 0 || event.nativeEvent.isComposing) return false;
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step !== undefined) setActive((active + step + options.length) % options.length);
    else if (event.key === 'Enter' || event.key === 'Tab') {
      const option = options[active];
      if (!option) return false;
      choose(option);
    } else if (event.key === 'Escape') setDismissed(typed.from);
    else return false;
    event.preventDefault();
    return true;
  };

  const shown = open && options.length > 0;
  const aria = inGroup
    ? ({
        'aria-autocomplete': 'list',
        'aria-haspopup': 'listbox',
        'aria-controls': shown ? listId : undefined,
        'aria-activedescendant': shown ? `${listId}-${active}` : undefined,
      } as const)
    : {};
  return { listId, options: shown ? options : [], active, choose, press, aria };
}

function useOptions(conversationId: string, query: string | null): MentionOption[] {
  const t = useTranslations('composer');
  const conversation = useOpenConversation();
  const nameOf = useNameOf();
  const [{ data }] = useQuery({
    query: MembersQuery,
    variables: { id: conversationId, query: query ?? '' },
    pause: query === null,
    requestPolicy: 'cache-and-network',
  });
  if (query === null || !data?.conversation) return [];
  const { mentionable, mentionAllRestricted } = data.conversation;
  const people = mentionable.map(({ groupNickname, user }) => ({
    userId: user.id,
    name: publicName(user, groupNickname),
    shown: nameOf(user, groupNickname),
    hint: `@${user.username}`,
    user,
  }));
  const name = t('everyone');
  const everyone = { userId: null, name, shown: name, hint: t('everyoneHint'), user: null };
  const mayAll = !mentionAllRestricted || mayRun(conversation);
  const fits = everyone.name.toLocaleLowerCase().startsWith(query.toLocaleLowerCase());
  return mayAll && fits ? [everyone, ...people] : people;
}
