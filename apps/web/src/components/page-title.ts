'use client';

import { useEffect } from 'react';
import { afterFrame } from '@/lib/after-frame';

const shown = { text: '', count: 0 };
const MOST = 99;

function write(): void {
  const { text, count } = shown;
  if (!text) return;
  const mark = count > MOST ? `(${MOST}+) ` : count > 0 ? `(${count}) ` : '';
  const title = `${mark}${text}`;
  if (document.title !== title) document.title = title;
}

/** What the window is called: Next writes the title once, and here one moves about without asking the server. */
export function usePageTitle(text: string): void {
  useEffect(() => {
    shown.text = text;
    // Telling the browser's window takes a while, and nobody looks there first.
    void afterFrame().then(write);
  });
}

/** How much waits unread, before the name of whatever page is shown. */
export function useTitleCount(count: number): void {
  useEffect(() => {
    shown.count = count;
    write();
  }, [count]);
}
