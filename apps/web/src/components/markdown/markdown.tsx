'use client';

import { type ComponentType, useSyncExternalStore } from 'react';
import { cn } from '@/components/ui/cn';
import { fetchAhead } from '../on-demand';
import { OutlinedMarkdown } from './outlined';
import { BODY } from './styles';

type Rendered = ComponentType<{ text: string }>;

let rendered: Rendered | null = null;
let loading: Promise<void> | null = null;
const waiting = new Set<() => void>();

/** Fetches what reads Markdown, ahead of the first message that needs it. It is not part of what a page loads first. */
export function preloadMarkdown(): Promise<void> {
  loading ??= import('./rendered').then(
    (module) => {
      rendered = module.RenderedMarkdown;
      for (const tell of waiting) tell();
    },
    () => {
      // Without the network messages keep their rough form; the next one to appear asks again.
      loading = null;
    },
  );
  return loading;
}

// The first message in Markdown then comes in its final form.
fetchAhead(preloadMarkdown);

function subscribe(tell: () => void): () => void {
  const load = () => void preloadMarkdown();
  waiting.add(tell);
  addEventListener('online', load);
  load();
  return () => {
    waiting.delete(tell);
    removeEventListener('online', load);
  };
}

type MarkdownProps = {
  text: string;
  className?: string;
};

/** A message in Markdown. It is safe whatever the text: no HTML, no pictures from elsewhere, and links of known kinds. */
export function Markdown({ text, className }: MarkdownProps) {
  const Reading = useSyncExternalStore(
    subscribe,
    () => rendered,
    () => null,
  );
  return (
    <div className={cn(BODY, className)}>
      {Reading ? <Reading text={text} /> : <OutlinedMarkdown text={text} />}
    </div>
  );
}
