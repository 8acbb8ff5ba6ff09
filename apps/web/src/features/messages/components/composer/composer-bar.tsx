'use client';

import { Pencil, Reply, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/icon-button';
import { useNameOf } from '@/features/contacts/names';
import { type Composition, cancelComposition } from '../../composition';

type ComposerBarProps = { conversationId: string; composition: Composition };

/** What the next message answers, or which one is being changed. */
export function ComposerBar({ conversationId, composition }: ComposerBarProps) {
  const t = useTranslations('composer');
  const nameOf = useNameOf();
  const { replyTo, editing } = composition;
  if (!replyTo && !editing) return null;
  const Icon = replyTo ? Reply : Pencil;
  return (
    <div className="flex items-center gap-2.5 border-line border-b py-1 ps-3 pe-1 text-label">
      <Icon className="size-4.5 shrink-0 text-leaf-ink" aria-hidden="true" />
      <p className="flex min-w-0 flex-1 flex-col">
        <bdi className="truncate font-medium text-leaf-ink">
          {replyTo
            ? t('replyingTo', {
                name: nameOf({ id: replyTo.senderId, nickname: replyTo.senderName }),
              })
            : t('editing')}
        </bdi>
        <span className="truncate text-ink-2" dir="auto">
          {replyTo ? replyTo.excerpt : editing?.text.slice(0, 140)}
        </span>
      </p>
      <IconButton
        label={replyTo ? t('cancelReply') : t('cancelEdit')}
        onClick={() => cancelComposition(conversationId)}
      >
        <X className="size-4.5" aria-hidden="true" />
      </IconButton>
    </div>
  );
}
