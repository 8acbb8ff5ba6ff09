import { cn } from '@/components/ui/cn';
import { isEmojiOnly } from '../text-tokens';
import { MessageText } from './message-text';

type BubbleProps = { text: string; own: boolean; startsGroup: boolean; endsGroup: boolean };

/** Corners towards the speaker are tight inside a group, so that a group reads as one turn of speech. */
export function Bubble({ text, own, startsGroup, endsGroup }: BubbleProps) {
  if (isEmojiOnly(text)) {
    return <div className="py-0.5 text-[2.25rem] leading-[1.2]">{text.trim()}</div>;
  }
  return (
    <div
      className={cn(
        'forced-outline min-w-0 rounded-bubble px-3 py-1.75 text-body',
        own ? 'bg-bubble-own' : 'bg-bubble',
        own && !startsGroup && 'rounded-se-tail',
        own && !endsGroup && 'rounded-ee-tail',
        !own && !startsGroup && 'rounded-ss-tail',
        !own && !endsGroup && 'rounded-es-tail',
      )}
    >
      <MessageText text={text} />
    </div>
  );
}
