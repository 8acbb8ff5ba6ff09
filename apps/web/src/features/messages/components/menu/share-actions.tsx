'use client';

import { AlarmClock, CheckSquare, Forward, Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useSaveFavourites } from '@/features/favourites/save';
import { isLine } from '../../notices';
import { useOpenConversation } from '../../open-conversation';
import type { RowMessage } from '../../row';
import { startSelection } from '../../selection';
import type { MessageAction } from './message-action';

type Dialogs = {
  forward: (message: RowMessage) => void;
  remind: (message: RowMessage) => void;
};

/** What the menu of a message offers for passing it on and keeping it. */
export function useShareActions(dialogs: Dialogs): (message: RowMessage) => MessageAction[] {
  const t = useTranslations('menu');
  const save = useSaveFavourites();
  const { id: conversationId } = useOpenConversation();
  return (message) => {
    const gone = isLine(message);
    const mayLeave = !gone && !message.forwardingForbidden;
    const offers: (MessageAction | false)[] = [
      mayLeave && {
        id: 'forward',
        label: t('forward'),
        Icon: Forward,
        run: () => dialogs.forward(message),
      },
      mayLeave && {
        id: 'favourite',
        label: t('favourite'),
        Icon: Star,
        run: () => void save([message.id]),
      },
      !gone && {
        id: 'remind',
        label: t('remind'),
        Icon: AlarmClock,
        run: () => dialogs.remind(message),
      },
      !gone && {
        id: 'select',
        label: t('select'),
        Icon: CheckSquare,
        run: () => startSelection(conversationId, message.id),
      },
    ];
    return offers.filter((offer) => offer !== false);
  };
}
