'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type KeyboardEvent, useState } from 'react';
import { monthTitle } from '@/lib/time-format';
import { useSharedOpening } from '../../conversation-media';
import { PICTURES, type SharedMessage } from '../../shared-documents';
import { SharedPages } from './shared-pages';
import { SharedThumbnail } from './shared-thumbnail';
import { useShared } from './use-shared';

/** All pictures and videos of a conversation, by month; one that is pressed opens among the others. */
export function SharedPictures({ conversationId }: { conversationId: string }) {
  const t = useTranslations('messages.shared');
  const locale = useLocale();
  const pages = useShared(conversationId, PICTURES);
  const open = useSharedOpening(conversationId);
  const [reached, setReached] = useState<string | null>(null);
  const { items } = pages;
  // One stop for the tab key: the arrows lead on from there.
  const stop = items.some(({ id }) => id === reached) ? reached : items[0]?.id;
  return (
    <SharedPages pages={pages} nothing={t('noPictures')}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows of the buttons in it. */}
      <div onKeyDown={moveFocus} className="pb-2">
        {byMonth(items, locale).map(({ title, messages }) => (
          <section key={title} aria-label={title}>
            <h3 className="sticky top-0 z-10 bg-surface px-4 pt-3 pb-2 font-medium text-ink-2 text-label">
              {title}
            </h3>
            <ul className="grid grid-cols-3 gap-1 px-4 phone:gap-0.5 phone:px-0.5">
              {messages.map((message) => (
                <li
                  key={message.id}
                  className="aspect-square [contain-intrinsic-size:auto_6rem] [content-visibility:auto]"
                >
                  <SharedThumbnail
                    content={message.content}
                    stop={message.id === stop}
                    onReach={() => setReached(message.id)}
                    onOpen={(from) => open(items, message, from)}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </SharedPages>
  );
}

interface Month {
  title: string;
  messages: SharedMessage[];
}

/** As the calendar of whoever looks has it. */
function byMonth(messages: readonly SharedMessage[], locale: string): Month[] {
  const months: Month[] = [];
  for (const message of messages) {
    const title = monthTitle(new Date(message.sentAt), locale);
    const last = months.at(-1);
    if (last?.title === title) last.messages.push(message);
    else months.push({ title, messages: [message] });
  }
  return months;
}

/** To the next one in the direction of the arrow, where one sees it. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const all = [...event.currentTarget.querySelectorAll('button')];
  const index = all.indexOf(document.activeElement as HTMLButtonElement);
  if (index < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
  const onwards = document.documentElement.dir === 'rtl' ? -1 : 1;
  const targets: Record<string, () => HTMLElement | undefined> = {
    ArrowLeft: () => all[index - onwards],
    ArrowRight: () => all[index + onwards],
    ArrowUp: () => nearest(all.slice(0, index).reverse(), all[index]),
    ArrowDown: () => nearest(all.slice(index + 1), all[index]),
    Home: () => all[0],
    End: () => all.at(-1),
  };
  const target = targets[event.key];
  if (!target) return;
  event.preventDefault();
  target()?.focus();
}

/** In the next row of these, the one that stands closest to where one is. */
function nearest(others: HTMLElement[], from: HTMLElement | undefined): HTMLElement | undefined {
  if (!from) return undefined;
  const { top, left } = from.getBoundingClientRect();
  const boxes = others.map((element) => ({ element, box: element.getBoundingClientRect() }));
  const row = boxes.find(({ box }) => Math.abs(box.top - top) > 1)?.box.top;
  const apart = ({ box }: (typeof boxes)[number]) => Math.abs(box.left - left);
  return boxes
    .filter(({ box }) => row !== undefined && Math.abs(box.top - row) < 1)
    .sort((one, other) => apart(one) - apart(other))
    .at(0)?.element;
}
