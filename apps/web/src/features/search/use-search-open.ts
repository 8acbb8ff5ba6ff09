'use client';

import { useCallback, useEffect, useState } from 'react';

/** Whether a conversation is being searched; Ctrl-F (⌘F) begins. Pressed again, the browser's own search has its turn. */
export function useSearchOpen() {
  const [open, setOpen] = useState(false);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      const pressed = event.key.toLowerCase() === 'f' && (event.ctrlKey || event.metaKey);
      if (!pressed || event.shiftKey || event.altKey || open || !isInConversation(event.target))
        return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [open]);
  const close = useCallback(() => {
    setOpen(false);
    document.getElementById('search-toggle')?.focus();
  }, []);
  return { open, close, toggle: () => setOpen(!open) };
}

const isInConversation = (target: EventTarget | null): boolean =>
  target === document.body || (target instanceof Element && target.closest('main') !== null);
