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

type Size = NonNullable<VariantProps<typeof avatarVariants>['size']>;

/**
 * Around and between the tiles, in pixels at the usual size of text: chosen so that tiles end on whole pixels, and no gap
 * is a hair wider than the next.
 */
const SPACES: Record<Size, Record<2 | 3, { around: number; between: number }>> = {
  tiny: { 2: { around: 1, between: 2 }, 3: { around: 1, between: 2 } },
  small: { 2: { around: 2, between: 2 }, 3: { around: 2, between: 2 } },
  medium: { 2: { around: 2, between: 2 }, 3: { around: 2, between: 3 } },
  large: { 2: { around: 3, between: 2 }, 3: { around: 3, between: 3 } },
  huge: { 2: { around: 4, between: 4 }, 3: { around: 4, between: 3 } },
};
/** Smaller tiles than these have no room for a letter: their colour says as much. */
const LETTERED: Record<2 | 3, readonly Size[]> = { 2: ['medium', 'large', 'huge'], 3: ['huge'] };

const rem = (pixels: number) => `${pixels / 16}rem`;

/** Several people in the place of one picture. Always beside the name it stands for, so it is silent for screen readers. */
export function AvatarGrid({ faces, size }: AvatarGridProps) {
  const rows = rowsOf(faces);
  const columns = rows.at(-1)?.length ?? 1;
  const look = size ?? 'medium';
  const split = columns === 1 ? null : columns === 2 ? 2 : 3;
  const { around, between } = split ? SPACES[look][split] : { around: 0, between: 0 };
  const lettered = !split || LETTERED[split].includes(look);
  const side = `calc((100% - ${rem((columns - 1) * between)}) / ${columns})`;
  return (
    <span
      aria-hidden="true"
      className={cn(avatarVariants({ size }), 'overflow-hidden rounded-[24%] bg-sunken')}
    >
      {/* Placed rather than padded: shares of a padding are those of whatever holds the picture. */}
      <span
        className="absolute flex flex-col justify-center"
        style={{ inset: rem(around), gap: rem(between) }}
      >
        {rows.map((row) => (
          <span key={row[0]?.id} className="flex justify-center" style={{ gap: rem(between) }}>
            {row.map((face) => (
              <Tile key={face.id} face={face} side={side} lettered={lettered} />
            ))}
          </span>
        ))}
      </span>
    </span>
  );
}

function Tile({
  face: { id, name, picture },
  side,
  lettered,
}: {
  face: GridFace;
  side: string;
  lettered: boolean;
}) {
  return (
    <span
      data-hue={hueOf(id)}
      style={{ width: side }}
      className={cn(
        '@container relative flex aspect-square shrink-0 items-center justify-center overflow-hidden rounded-[14%] text-avatar-ink',
        lettered ? 'bg-avatar-ground' : 'bg-avatar-tile',
      )}
    >
      {lettered && <span className="text-[48cqw]">{Array.from(initialsOf(name))[0]}</span>}
      {picture && <Face key={picture} address={picture} />}
    </span>
  );
}
