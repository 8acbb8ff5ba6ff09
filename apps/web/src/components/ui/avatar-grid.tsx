import type { VariantProps } from 'class-variance-authority';
import { avatarVariants } from './avatar';
import { cn } from './cn';
import { Face } from './face';
import { hueOf, initialsOf } from './initials';

export interface GridFace {
  id: string;
  name: string;
  picture: string | null;
}

type AvatarGridProps = VariantProps<typeof avatarVariants> & {
  /** One to nine. */
  faces: readonly GridFace[];
};

/** As few columns as make rows no fewer than they are wide; what is left over stands in the first row. */
export function rowsOf<Item>(items: readonly Item[]): Item[][] {
  const columns = items.length > 4 ? 3 : items.length > 1 ? 2 : 1;
  const rows: Item[][] = [];
  for (let end = items.length; end > 0; end -= columns)
    rows.unshift(items.slice(Math.max(0, end - columns), end));
  return rows;
}

const TILE = { 1: 'w-full', 2: 'w-[46%]', 3: 'w-[30%]' } as const;

/** Several people in the place of one picture. Always beside the name it stands for, so it is silent for screen readers. */
export function AvatarGrid({ faces, size }: AvatarGridProps) {
  const rows = rowsOf(faces);
  const columns = (rows.at(-1)?.length ?? 1) as 1 | 2 | 3;
  return (
    <span
      aria-hidden="true"
      className={cn(
        avatarVariants({ size }),
        'flex-col gap-[5%] overflow-hidden rounded-[24%] bg-inset',
        columns > 1 && 'p-[5%]',
      )}
    >
      {rows.map((row) => (
        <span key={row[0]?.id} className="flex w-full justify-center gap-[5%]">
          {row.map(({ id, name, picture }) => (
            <span
              key={id}
              data-hue={hueOf(id)}
              className={cn(
                '@container relative flex aspect-square items-center justify-center overflow-hidden rounded-[14%] bg-avatar-ground text-avatar-ink',
                TILE[columns],
              )}
            >
              <span className="text-[50cqw]">{Array.from(initialsOf(name))[0]}</span>
              {picture && <Face key={picture} address={picture} />}
            </span>
          ))}
        </span>
      ))}
    </span>
  );
}
