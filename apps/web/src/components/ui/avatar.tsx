import { cva, type VariantProps } from 'class-variance-authority';
import { UserRound } from 'lucide-react';
import { cn } from './cn';
import { Face } from './face';
import { hueOf, initialsOf } from './initials';

export const avatarVariants = cva(
  'forced-outline relative inline-flex shrink-0 select-none items-center justify-center rounded-full bg-avatar-ground font-medium text-avatar-ink leading-none',
  {
    variants: {
      size: {
        tiny: 'size-6 text-[0.6875rem]',
        small: 'size-8 text-meta',
        medium: 'size-10 text-body',
        large: 'size-12 text-lead',
        huge: 'size-20 text-display',
      },
    },
    defaultVariants: { size: 'medium' },
  },
);

type AvatarProps = VariantProps<typeof avatarVariants> & {
  /** Empty for somebody who has deleted their account: a quiet mark stands for them. */
  name: string;
  /** What the hue hangs on: an id, so that a changed name keeps its colour. */
  seed: string;
  /** An emoji that was chosen to stand for it. */
  emoji?: string | null;
  /** Address of a square picture that stands for it. */
  picture?: string | null;
  className?: string;
};

/** Always beside the name it stands for, so it is silent for screen readers. */
export function Avatar({ name, seed, emoji, picture, size, className }: AvatarProps) {
  if (name === '' && !emoji)
    return (
      <span
        aria-hidden="true"
        className={cn(avatarVariants({ size }), 'bg-sunken text-ink-3', className)}
      >
        <UserRound className="size-1/2" strokeWidth={1.5} />
      </span>
    );
  return (
    <span
      aria-hidden="true"
      data-hue={hueOf(seed)}
      className={cn(avatarVariants({ size }), className)}
    >
      {emoji ? <span className="text-[1.2em]">{emoji}</span> : initialsOf(name)}
      {picture && <Face key={picture} address={picture} className="rounded-full" edged />}
    </span>
  );
}
