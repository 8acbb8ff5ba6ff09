import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** What goes into an archive: one piece after the other, and never more of one than is on its way. */
export interface Archive {
  /** Something to be read, which is packed. */
  write(name: string, pieces: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** Something that is packed already, as pictures and recordings are, and is left as it is. */
  store(name: string, content: Readable, mtime: Date): Promise<void>;
  end(): void;
  /** The archive itself, for somebody to take as fast as they can. */
  output: Readable;
}

/** A ZIP archive (with ZIP64 where its size needs that) as a stream. What is kept of each piece is its name and its place. */
export function createArchive(made: Date): Archive {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  let failure: Error | null = null;
  let current: Readable | null = null;
  // Nobody takes the archive any more, or it cannot be gone on with: whoever fills it must not wait for good.
  const fail = (error?: Error | null) => {
    failure ??= error ?? output.errored ?? new Error('Nobody takes this archive any more');
    current?.destroy(failure);
    output.destroy(failure);
  };
  zip.on('error', fail);
  output.on('error', fail);
  output.on('close', () => {
    if (!output.readableEnded) fail();
  });
  // The library keeps what it was given for each piece to the end: it is given this, and no content.
  const takeCurrent = (take: (error: Error | null, content: NodeJS.ReadableStream) => void) =>
    take(current ? null : new Error('Nothing is being added'), current ?? output);
  const add = async (name: string, content: Readable, options: object) => {
    current = content;
    if (failure) content.destroy(failure);
    else zip.addReadStreamLazy(name, { mode: 0o100644, ...options }, takeCurrent);
    await finished(content);
    current = null;
  };
  return {
    output,
    write: (name, pieces) => add(name, Readable.from(pieces), { mtime: made, compress: true }),
    store: (name, content, mtime) => add(name, content, { mtime, compress: false }),
    end: () => zip.end(),
  };
}
