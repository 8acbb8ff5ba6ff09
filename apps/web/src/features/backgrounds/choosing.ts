'use client';

import { useEffect, useRef, useState } from 'react';
import { type Client, useClient } from 'urql';
import type { PortraitRefusal } from '@/features/media/portrait';
import { uploadFile } from '@/features/media/upload';
import { carryOut } from '@/lib/urql/carry-out';
import type { Pattern } from './documents';
import { SetBackgroundMutation } from './queries';

/** As the API takes it, in pixels. */
const SIDE_MOST = 2_560;
const TYPE = 'image/jpeg';
const QUALITY = 0.86;

/** A picture as large as a screen and no larger, standing still. What is transparent becomes white, as on paper. */
export async function drawForScreen(file: Blob): Promise<Blob | null> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(
    () => null,
  );
  if (!bitmap) return null;
  const by = Math.min(1, SIDE_MOST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * by));
  canvas.height = Math.max(1, Math.round(bitmap.height * by));
  const paper = canvas.getContext('2d');
  if (!paper) return null;
  paper.fillStyle = 'white';
  paper.fillRect(0, 0, canvas.width, canvas.height);
  paper.imageSmoothingQuality = 'high';
  paper.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return new Promise((resolve) => canvas.toBlob(resolve, TYPE, QUALITY));
}

/** A pattern, a picture that has been uploaded, or what lies there otherwise. */
export type Choice = { pattern: Pattern } | { fileId: string } | null;

const put = (client: Client, conversationId: string | null, choice: Choice) =>
  carryOut(client, SetBackgroundMutation, {
    ...(conversationId && { conversationId }),
    ...choice,
  });

/** Puts something behind the messages of one conversation, or of all that have nothing of their own. */
export function useChoosing(conversationId: string | null) {
  const client = useClient();
  const [refusal, setRefusal] = useState<PortraitRefusal | null>(null);
  /** How much of a picture has travelled, between 0 and 1; null when none is on its way. */
  const [share, setShare] = useState<number | null>(null);
  const stopper = useRef<AbortController>(null);
  useEffect(() => () => stopper.current?.abort(), []);

  const choose = async (choice: Choice): Promise<void> => {
    setRefusal(null);
    const outcome = await put(client, conversationId, choice);
    if (!outcome.ok) setRefusal(outcome);
  };
  const bring = async (file: Blob): Promise<void> => {
    stopper.current?.abort();
    const controller = new AbortController();
    stopper.current = controller;
    const { signal } = controller;
    setRefusal(null);
    setShare(0);
    const bytes = await drawForScreen(file);
    const outcome = bytes
      ? await uploadFile(
          client,
          { kind: 'IMAGE', name: 'background.jpg', mediaType: TYPE, bytes },
          { signal, onProgress: setShare },
        )
      : null;
    if (signal.aborted) return;
    if (outcome?.kind === 'uploaded') await choose({ fileId: outcome.fileId });
    else setRefusal(refusalOf(outcome));
    setShare(null);
  };
  return { choose, bring, share, refusal };
}

function refusalOf(outcome: Awaited<ReturnType<typeof uploadFile>> | null): PortraitRefusal {
  if (!outcome) return { error: 'Unreadable' };
  if (outcome.kind !== 'refused') return { error: 'UNREACHABLE' };
  const { rule, limit, retryAt } = outcome.reason;
  return { error: rule, ...(limit && { limit }), ...(retryAt && { retryAt }) };
}
