import { splitName } from '../file-name';

/** A name in one line: what is too long is left out in the middle, and the ending stays. */
export function FileName({ name }: { name: string }) {
  const { head, tail } = splitName(name);
  return (
    <bdi className="flex min-w-0 max-w-full" title={head + tail}>
      <span className="truncate whitespace-pre">{head}</span>
      <span className="shrink-0 whitespace-pre">{tail}</span>
    </bdi>
  );
}
