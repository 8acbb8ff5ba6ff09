'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useNameOf } from '@/features/contacts/names';
import { useOpenConversation } from '../../open-conversation';
import { useMessageOperations } from '../../operations';
import type { SaidContent } from '../../said-text';

type GoneLineProps = {
  messageId: string;
  content: Extract<SaidContent, { __typename: 'RecalledContent' | 'DeletedContent' }>;
  /** Puts what was said back into the composer. */
  onEditAgain: (text: string) => void;
};

/** As the API keeps it (REEDIT_MINUTES). */
const EDIT_AGAIN_WITHIN_MS = 5 * 60_000;

/** What stands where a message was. */
export function GoneLine({ messageId, content, onEditAgain }: GoneLineProps) {
  const t = useTranslations('messages');
  const nameOf = useNameOf();
  const { viewerId } = useOpenConversation();
  const own = content.by.id === viewerId ? 'yes' : 'no';
  const about = { own, name: nameOf(content.by) };
  return (
    <p className="mx-auto max-w-[85%] py-1.5 text-center text-ink-2 text-meta" dir="auto">
      <span className="on-page">
        {content.__typename === 'RecalledContent' ? t('recalled', about) : t('deleted', about)}
        {content.__typename === 'RecalledContent' && content.originalFormat && own === 'yes' && (
          <EditAgain {...{ messageId, onEditAgain }} recalledAt={content.recalledAt} />
        )}
      </span>
    </p>
  );
}

type EditAgainProps = Pick<GoneLineProps, 'messageId' | 'onEditAgain'> & { recalledAt: string };

function EditAgain({ messageId, recalledAt, onEditAgain }: EditAgainProps) {
  const t = useTranslations('messages');
  const { originalText } = useMessageOperations();
  const [tooLate, setTooLate] = useState(false);
  if (tooLate || Date.now() - new Date(recalledAt).getTime() > EDIT_AGAIN_WITHIN_MS) return null;
  const fetchOriginal = async () => {
    const text = await originalText(messageId);
    if (text === null) setTooLate(true);
    else onEditAgain(text);
  };
  return (
    <button
      type="button"
      onClick={() => void fetchOriginal()}
      className="ms-2 rounded-control px-1 font-medium text-leaf-ink hover:underline touch:min-h-10"
    >
      {t('reedit')}
    </button>
  );
}
