'use client';

import { useState } from 'react';
import { accountNote } from '@/lib/account-db';
import { useViewerId } from '@/lib/viewer-id';

/** Old ones are given up first: a note is read and written as a whole. */
const MOST = 50;

type Drafts = [key: string, text: string][];

function draftsOf(accountId: string) {
  const note = accountNote(accountId, 'moment-comments');
  const all = (): Drafts => {
    try {
      return JSON.parse(note.read() ?? '[]') as Drafts;
    } catch {
      return [];
    }
  };
  return {
    read: (key: string) => all().find(([one]) => one === key)?.[1] ?? '',
    write: (key: string, text: string) => {
      const others = all().filter(([one]) => one !== key);
      const now = text ? [...others, [key, text] as [string, string]].slice(-MOST) : others;
      note.write(now.length > 0 ? JSON.stringify(now) : null);
    },
  };
}

/** A comment that is being written, to a post or to another comment of it: kept until it is sent. */
export function useCommentDraft(momentId: string, replyToId: string | null) {
  const viewerId = useViewerId() ?? '';
  const key = `${momentId} ${replyToId ?? ''}`;
  const [text, setText] = useState(() => draftsOf(viewerId).read(key));
  const write = (next: string) => {
    setText(next);
    draftsOf(viewerId).write(key, next);
  };
  return [text, write] as const;
}
