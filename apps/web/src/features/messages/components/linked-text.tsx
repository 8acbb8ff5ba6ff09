'use client';

import type { MouseEvent } from 'react';
import { tokenise } from '../text-tokens';

type LinkedTextProps = {
  text: string;
  /** An address was clicked: whatever the text lies in may not want to know. */
  onFollow?: (event: MouseEvent) => void;
};

/** Text whose addresses can be followed. */
export function LinkedText({ text, onFollow }: LinkedTextProps) {
  return tokenise(text).map((token, index) =>
    token.kind === 'text' ? (
      token.text
    ) : (
      <a
        // biome-ignore lint/suspicious/noArrayIndexKey: the tokens of one text never change places.
        key={index}
        href={token.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        className="text-sky-ink underline decoration-1 underline-offset-2 hover:decoration-2"
        onClick={onFollow}
      >
        {token.text}
      </a>
    ),
  );
}
