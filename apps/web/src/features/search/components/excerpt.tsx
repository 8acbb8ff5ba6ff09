import type { FoundMessage } from '../documents';

/** What was found, with the words that were looked for marked. */
export function Excerpt({ parts }: { parts: FoundMessage['excerpt'] }) {
  let at = 0;
  return (
    <bdi>
      {parts.map(({ text, highlighted }) => {
        const key = at;
        at += text.length;
        if (!highlighted) return <span key={key}>{text}</span>;
        return (
          <mark key={key} className="bg-transparent font-medium text-leaf-ink">
            {text}
          </mark>
        );
      })}
    </bdi>
  );
}
