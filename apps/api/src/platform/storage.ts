import type { Readable } from 'node:stream';

/** How an object is to be sent to whoever downloads it. */
export interface Download {
  mediaType: string;
  /** The value of the answer's `Content-Disposition`. */
  disposition: string;
  seconds: number;
  /**
   * Path where addresses of this object are given out, to whoever may still have one. A folder leads there once this one
   * is over: a browser that goes on with a broken download knows only where it was in the end.
   */
  again?: string;
}

/** What whoever uploads must send, and until when they may. */
export interface Upload {
  mediaType: string;
  bytes: number;
  seconds: number;
}

/** A request that the storage takes once it is sent exactly like this. */
export interface SignedUpload {
  method: 'PUT';
  /** Absolute, or beneath the address of the installation. */
  url: string;
  headers: Record<string, string>;
}

/** A part of an object: from `start` on and before `end`, in bytes. */
export interface Stretch {
  start: number;
  end: number;
}

/**
 * Where objects are kept, by keys that nobody can guess. People come to one by signed addresses that end soon, which let
 * them do one thing with one object.
 */
export interface Storage {
  signUpload(key: string, upload: Upload): Promise<SignedUpload>;
  /** An address, absolute or beneath the installation's. */
  signDownload(key: string, download: Download): Promise<string>;
  /** How many bytes an object has, or null where there is none. */
  size(key: string): Promise<number | null>;
  /** A part of an object, or all of it. Shorter where the object ends before. */
  read(key: string, stretch?: Stretch): Promise<Buffer>;
  write(key: string, content: Uint8Array): Promise<void>;
  /** As `write`, of a file on this machine’s disk, which stays where it is. */
  writeFile(key: string, path: string): Promise<void>;
  copy(from: string, to: string): Promise<void>;
  /**
   * Writes an object of any size, holding little of it at a time, and answers how many bytes it has. It is there as a
   * whole or not at all; when asked to stop, or when the source fails, nothing is left of it.
   */
  writeStream(key: string, source: Readable, signal?: AbortSignal): Promise<number>;
  /** An object as a stream, which holds little of it at a time. */
  readStream(key: string): Promise<Readable>;
  /** Removes objects together with whatever processes that died have left of writing them. */
  discard(keys: readonly string[]): Promise<void>;
  /** Removing what is not there is no error. */
  remove(keys: readonly string[]): Promise<void>;
  /** Whether it can be reached. */
  check(): Promise<void>;
}
