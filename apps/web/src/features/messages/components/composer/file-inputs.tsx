'use client';

import type { ChangeEvent, RefObject } from 'react';

export type Source = 'media' | 'file' | 'camera';
export type FileInput = RefObject<Record<Source, HTMLInputElement | null>>;

const ACCEPTED = 'image/*,video/mp4,video/webm,video/quicktime';

type FileInputsProps = {
  inputs: FileInput;
  onFiles: (files: readonly File[], asFiles: boolean) => void;
};

/** What the entries of the menu open: the system's own windows for choosing, and on a phone its camera. */
export function FileInputs({ inputs, onFiles }: FileInputsProps) {
  const taken = (asFiles: boolean) => (event: ChangeEvent<HTMLInputElement>) => {
    onFiles([...(event.target.files ?? [])], asFiles);
    // The same file can be chosen again.
    event.target.value = '';
  };
  const hold = (source: Source) => (input: HTMLInputElement | null) => {
    inputs.current[source] = input;
  };
  const hidden = { type: 'file', hidden: true, tabIndex: -1, 'aria-hidden': true } as const;
  return (
    <>
      <input
        {...hidden}
        ref={hold('media')}
        data-source="media"
        multiple
        accept={ACCEPTED}
        onChange={taken(false)}
      />
      <input
        {...hidden}
        ref={hold('camera')}
        data-source="camera"
        accept="image/*"
        capture="environment"
        onChange={taken(false)}
      />
      <input {...hidden} ref={hold('file')} data-source="file" multiple onChange={taken(true)} />
    </>
  );
}
