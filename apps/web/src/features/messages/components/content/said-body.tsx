'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Markdown } from '@/components/markdown/markdown';
import { onDemand } from '@/components/on-demand';
import { cn } from '@/components/ui/cn';
import { VoiceToCome } from '@/features/voice/components/voice-to-come';
import type { MentionSpan } from '../../mentions';
import type { SaidContent } from '../../said-text';
import { isEmojiOnly, isLongMarkdown } from '../../text-tokens';
import { MessageText } from '../message-text';
import { BundleCard } from './bundle-card';
import { ContactCard } from './contact-card';
import { FileBubble } from './file-bubble';
import { Fold } from './fold';
import { GroupCard } from './group-card';
import type { MediaPlace } from './media-place';
import { PictureBubble } from './picture-bubble';
import { VideoBubble } from './video-bubble';

const voices = onDemand(() => import('@/features/voice/components/voice-message'));
const VoiceMessage = voices.component('VoiceMessage', { meanwhile: VoiceToCome });
const PlainVoice = voices.component('PlainVoice', { meanwhile: VoiceToCome });

type SaidBodyProps = {
  /** Of the message, so that what was unfolded stays so. */
  id?: string;
  content: SaidContent;
  mentions: readonly MentionSpan[];
  own: boolean;
  startsGroup: boolean;
  endsGroup: boolean;
  /** Of what is more than words. */
  place?: MediaPlace;
  /** What is quoted, above the words. */
  quote?: ReactNode;
  /** A preview of a link, below the words. */
  preview?: ReactNode;
};

/** What was said, in a bubble or, where it needs the room, across the measure. */
export function SaidBody(props: SaidBodyProps) {
  const { id, content, mentions, place = elsewhere, quote, preview } = props;
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
    case 'ImageContent':
      return (
        <Quoting {...props}>
          <PictureBubble image={content.image} place={place} />
        </Quoting>
      );
    case 'VideoContent':
      return (
        <Quoting {...props}>
          <VideoBubble video={content.video} place={place} />
        </Quoting>
      );
    case 'FileContent':
      return (
        <Quoting {...props}>
          <FileBubble file={content.file} place={place} />
        </Quoting>
      );
    case 'VoiceContent':
      return (
        <Bubble {...props}>
          {quote}
          {id && place.unheard !== undefined ? (
            <VoiceMessage messageId={id} voice={content.voice} unheard={place.unheard} />
          ) : (
            <PlainVoice clientId={place.clientId} voice={content.voice} />
          )}
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

const elsewhere: MediaPlace = {};

/** What is answered with a picture or a file stands above it, in a bubble of its own. */
export function Quoting({ quote, children, ...rest }: SaidBodyProps & { children: ReactNode }) {
  return (
    <div
      className={cn(
        'flex min-w-0 max-w-full flex-col gap-1',
        rest.own ? 'items-end' : 'items-start',
      )}
    >
      {quote && (
        <Bubble own={rest.own} startsGroup={rest.startsGroup} endsGroup>
          {quote}
        </Bubble>
      )}
      {children}
    </div>
  );
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
