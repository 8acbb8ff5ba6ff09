'use client';

import { NavLink } from '@/components/navigation';
import { cn } from '@/components/ui/cn';
import { isDeleted, useNameOf } from '@/features/contacts/names';
import { personPath } from '@/features/contacts/paths';
import { useViewerId } from '@/lib/viewer-id';
import { type MentionSpan, type Stretch, stretches } from '../mentions';
import { isLong } from '../text-tokens';
import { Fold } from './content/fold';
import { LinkedText } from './linked-text';

/** Enough to choose glyphs and a voice by; an empty `lang` says "unknown" instead of the page's own. */
function languageOf(text: string): string {
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja';
  return /\p{Script=Han}/u.test(text) ? 'zh-CN' : '';
}

type MessageTextProps = {
  text: string;
  mentions?: readonly MentionSpan[];
  /** Of the message, so that it stays unfolded. */
  id?: string;
};

/** What a person wrote, as they wrote it: line breaks kept, addresses clickable, very long texts folded. */
export function MessageText({ text, mentions = [], id }: MessageTextProps) {
  return (
    <Fold id={id} long={isLong(text)}>
      {(folded) => (
        <div
          dir="auto"
          lang={languageOf(text)}
          className={cn(
            'whitespace-pre-wrap break-words text-start [overflow-wrap:anywhere]',
            folded && 'line-clamp-12',
          )}
        >
          {stretches(text, mentions).map((stretch, index) =>
            stretch.mention ? (
              <MentionMark
                // biome-ignore lint/suspicious/noArrayIndexKey: the stretches of one text never change places.
                key={index}
                {...stretch}
              />
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same.
              <LinkedText key={index} text={stretch.text} />
            ),
          )}
        </div>
      )}
    </Fold>
  );
}

/** Somebody who is named: stronger where it is me, or everyone. */
function MentionMark({ text, mention }: Stretch) {
  const viewerId = useViewerId();
  const nameOf = useNameOf();
  const user = mention?.user;
  const toMe = !user || user.id === viewerId;
  const look = cn(
    'font-medium',
    toMe ? 'rounded-[3px] bg-amber-tint text-amber-ink' : 'text-leaf-ink',
  );
  if (!user) return <span className={look}>{text}</span>;
  // Nobody is behind it any more, whatever the text says.
  if (isDeleted(user)) return <span className="text-ink-2">@{nameOf(user)}</span>;
  return (
    <NavLink href={personPath(user.id)} className={cn(look, 'hover:underline')}>
      {text}
    </NavLink>
  );
}
