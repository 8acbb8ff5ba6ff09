'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Markdown } from '@/components/markdown/markdown';
import { cn } from '@/components/ui/cn';
import type { MentionSpan } from '../../mentions';
import type { SaidContent } from '../../said-text';
import { isEmojiOnly, isLongMarkdown } from '../../text-tokens';
import { MessageText } from '../message-text';
import { BundleCard } from './bundle-card';
import { ContactCard } from './contact-card';
import { Fold } from './fold';
import { GroupCard } from './group-card';

type SaidBodyProps = {
  /** Of the message, so that what was unfolded stays so. */
  id?: string;
  content: SaidContent;
  mentions: readonly MentionSpan[];
  own: boolean;
  startsGroup: boolean;
  endsGroup: boolean;
  /** What is quoted, above the words. */
  quote?: ReactNode;
  /** A preview of a link, below the words. */
  preview?: ReactNode;
};

/** What was said, in a bubble or, where it needs the room, across the measure. */
export function SaidBody(props: SaidBodyProps) {
  const { id, content, mentions, quote, preview } = props;
  const t = useTranslations('messages.said');
  switch (content.__typename) {
    case 'TextContent':
      if (isEmojiOnly(content.text) && !quote)
        return (
          <div className="py-0.5 font-emoji text-[2.25rem] leading-[1.2]">
            {content.text.trim()}
          </div>
        );
      return (
        <Bubble {...props}>
          {quote}
          <MessageText id={id} text={content.text} mentions={mentions} />
          {preview}
        </Bubble>
      );
    case 'MarkdownContent':
      return (
        <Bubble {...props} wide>
          {quote}
          <Fold id={id} long={isLongMarkdown(content.markdown)}>
            {(folded) => (
              <div
                className={cn(
                  folded &&
                    'max-h-[24em] overflow-clip [mask-image:linear-gradient(to_bottom,black_calc(100%-4em),transparent)]',
                )}
              >
                <Markdown text={content.markdown} />
              </div>
            )}
          </Fold>
          {preview}
        </Bubble>
      );
    case 'ContactCardContent':
      return <ContactCard user={content.user} />;
    case 'GroupCardContent':
      return <GroupCard group={content.group} />;
    case 'BundleContent':
      return <BundleCard bundle={content.bundle} />;
    default:
      return (
        <Bubble {...props}>
          <span className="text-ink-2">{t('unsupported')}</span>
        </Bubble>
      );
  }
}

type BubbleProps = Pick<SaidBodyProps, 'own' | 'startsGroup' | 'endsGroup'> & {
  wide?: boolean;
  children: ReactNode;
};

/** Corners towards the speaker are tight inside a group, so that a group reads as one turn of speech. */
export function Bubble({ own, startsGroup, endsGroup, wide, children }: BubbleProps) {
  return (
    <div
      className={cn(
        'forced-outline min-w-0 rounded-bubble px-3 py-1.75 text-body',
        wide && 'w-full',
        own ? 'bg-bubble-own' : 'bg-bubble',
        own && !startsGroup && 'rounded-se-tail',
        own && !endsGroup && 'rounded-ee-tail',
        !own && !startsGroup && 'rounded-ss-tail',
        !own && !endsGroup && 'rounded-es-tail',
      )}
    >
      {children}
    </div>
  );
}
