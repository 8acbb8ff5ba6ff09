'use client';

import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { accountNote } from '@/lib/account-db';
import { FRIENDS_SEE } from './audience';
import { type AttachedFile, type MomentWords, openMomentsDb } from './moments-db';

const NOTHING: MomentWords = { text: '', location: '', mentioned: [], audience: FRIENDS_SEE };

const noteOf = (accountId: string) => accountNote(accountId, 'moments-draft');

function wordsOf(accountId: string): MomentWords {
  try {
    return { ...NOTHING, ...JSON.parse(noteOf(accountId).read() ?? '{}') };
  } catch {
    return NOTHING;
  }
}

async function withFiles<Answer>(
  accountId: string,
  work: (db: Awaited<ReturnType<typeof openMomentsDb>>) => Promise<Answer>,
): Promise<Answer> {
  const db = await openMomentsDb(accountId);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

/** One after the other, so that what was said last stays, and is what is read after it. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  const done = turn.catch(() => {}).then(work);
  turn = done;
  return done;
}

const readFiles = (accountId: string) =>
  inTurn(() => withFiles(accountId, async (db) => (await db.get('draft', 'files')) ?? []));
const writeFiles = (accountId: string, files: readonly AttachedFile[]) =>
  inTurn(() => withFiles(accountId, async (db) => void (await db.put('draft', files, 'files'))));

/** Lays a draft down from outside the composer: a post that was refused is written anew from where it was. */
export async function layDown(
  accountId: string,
  words: MomentWords,
  files: readonly AttachedFile[],
): Promise<void> {
  await writeFiles(accountId, files);
  noteOf(accountId).write(JSON.stringify(words));
}

export async function hasDraft(accountId: string): Promise<boolean> {
  const { text, location } = wordsOf(accountId);
  return Boolean(text.trim() || location) || (await readFiles(accountId)).length > 0;
}

export interface MomentDraft extends MomentWords {
  files: readonly AttachedFile[];
  /** False until the pictures of an earlier visit have been read. */
  ready: boolean;
  /** This browser keeps no pictures: they last as long as the page. */
  unkept: boolean;
}

/**
 * The post that is being written, the same after a reload. Words are written at once to a note, pictures to a database; who
 * may see it stays as it was chosen last.
 */
export function useMomentDraft(accountId: string) {
  const [words, setWords] = useState(() => wordsOf(accountId));
  const [files, setFiles] = useState<readonly AttachedFile[]>([]);
  /** Written down at once, whatever becomes of the page: React asks nobody who is closed for what they are. */
  const latest = useRef({ words, files });
  const [ready, setReady] = useState(false);
  const [unkept, setUnkept] = useState(false);
  useEffect(() => {
    let gone = false;
    void readFiles(accountId)
      .then((kept) => {
        if (gone) return;
        latest.current.files = [...kept, ...latest.current.files];
        setFiles(latest.current.files);
      })
      .catch(() => setUnkept(true))
      .finally(() => setReady(true));
    return () => {
      gone = true;
    };
  }, [accountId]);
  const change = useCallback(
    (changes: Partial<MomentWords>) => {
      latest.current.words = { ...latest.current.words, ...changes };
      noteOf(accountId).write(JSON.stringify(latest.current.words));
      setWords(latest.current.words);
    },
    [accountId],
  );
  const changeFiles = useCallback(
    (to: (files: readonly AttachedFile[]) => readonly AttachedFile[]) => {
      latest.current.files = to(latest.current.files);
      setFiles(latest.current.files);
      writeFiles(accountId, latest.current.files).catch(() => setUnkept(true));
    },
    [accountId],
  );
  const clear = useCallback(() => {
    change({ text: '', location: '', mentioned: [] });
    changeFiles(() => []);
  }, [change, changeFiles]);
  const draft: MomentDraft = useMemo(
    () => ({ ...words, files, ready, unkept }),
    [words, files, ready, unkept],
  );
  return { draft, change, changeFiles, clear };
}
