import { buffer } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { type Entry, fromBuffer, type ZipFile } from 'yauzl';

/** An archive, unpacked. */
export interface Unpacked {
  names: string[];
  bytes(name: string): Buffer;
  text(name: string): string;
  /** The rows of a list in `data/`. */
  rows<Row = Record<string, unknown>>(section: string): Row[];
  /** All that is in it to be read, one behind the other. */
  everything: string;
}

export async function unpack(content: Buffer): Promise<Unpacked> {
  const open = promisify<Buffer, object, ZipFile>(fromBuffer);
  // Names that lead out of the folder, or that no folder takes, are refused here.
  const zip = await open(content, { lazyEntries: true, strictFileNames: true });
  const pieces = new Map<string, Buffer>();
  const read = promisify(zip.openReadStream.bind(zip) as (entry: Entry) => never);
  await new Promise<void>((done, fail) => {
    zip.on('error', fail);
    zip.on('end', () => done());
    zip.on('entry', (entry: Entry) => {
      if (pieces.has(entry.fileName)) return fail(new Error(`Twice: ${entry.fileName}`));
      (read as unknown as (entry: Entry) => Promise<NodeJS.ReadableStream>)(entry)
        .then((stream) => buffer(stream))
        .then((bytes) => {
          pieces.set(entry.fileName, bytes);
          zip.readEntry();
        })
        .catch(fail);
    });
    zip.readEntry();
  });
  const bytes = (name: string) => {
    const found = pieces.get(name);
    if (!found) throw new Error(`There is no ${name} in ${[...pieces.keys()].join(', ')}`);
    return found;
  };
  const text = (name: string) => bytes(name).toString('utf8');
  const names = [...pieces.keys()];
  return {
    names,
    bytes,
    text,
    rows: (section) => JSON.parse(text(`data/${section}.json`)),
    everything: names
      .filter((name) => !name.startsWith('files/'))
      .map(text)
      .join('\n'),
  };
}
