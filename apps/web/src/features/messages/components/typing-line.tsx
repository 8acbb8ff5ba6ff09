'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useQuery } from 'urql';
import { useNameOf } from '@/features/contacts/names';
import { graphql } from '@/lib/graphql';
import { memberName } from '../sender-name';
import { useTypers } from '../typing';
import { TypingDots } from './typing-dots';

/** A hint of typing names the account; what the group calls its members is asked for when the first of them types. */
const MemberNamesQuery = graphql(`
  query Messages_memberNames($id: ID!) {
    conversation(id: $id) {
      id
      members(first: 100) {
        edges {
          node {
            id
            groupNickname
            user {
              id
            }
          }
        }
      }
    }
  }
`);

const MOST_NAMES = 2;

/** Has its own height at all times: someone beginning to type moves nothing. */
export function TypingLine({
  conversationId,
  inGroup,
}: {
  conversationId: string;
  inGroup: boolean;
}) {
  const t = useTranslations('messages');
  const nameOf = useNameOf();
  const locale = useLocale();
  const typers = useTypers(conversationId);
  const [{ data }] = useQuery({
    query: MemberNamesQuery,
    variables: { id: conversationId },
    pause: !inGroup || typers.length === 0,
  });
  const members = (data?.conversation?.members.edges ?? []).map(({ node }) => node);
  const names = typers.slice(0, MOST_NAMES).map((typer) => memberName(typer, members, nameOf));
  const text =
    typers.length > MOST_NAMES
      ? t('typing.many', { count: typers.length })
      : t('typing.named', {
          count: typers.length,
          names: new Intl.ListFormat(locale, { type: 'conjunction' }).format(names),
        });
  return (
    <div
      className="flex h-6 items-center gap-2 text-ink-2 text-meta"
      aria-hidden={typers.length === 0}
    >
      {typers.length > 0 && (
        <>
          <TypingDots />
          <span className="truncate">{inGroup ? text : t('typing.direct')}</span>
        </>
      )}
    </div>
  );
}
