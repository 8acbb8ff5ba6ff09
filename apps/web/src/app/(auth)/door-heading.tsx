import Link from 'next/link';
import type { ReactNode } from 'react';

type DoorHeadingProps = {
  title: string;
  /** Where else somebody may have wanted to go. */
  otherDoor: string;
  /** The words that lead there, around the link that it is given. */
  aside: (link: (chunks: ReactNode) => ReactNode) => ReactNode;
};

export function DoorHeading({ title, otherDoor, aside }: DoorHeadingProps) {
  return (
    <>
      <h1 className="font-semibold text-display tracking-[-0.015em]">{title}</h1>
      <p className="mt-2 mb-8 text-ink-2 text-label">
        {aside((chunks) => (
          <Link
            href={otherDoor}
            className="font-medium text-leaf-ink underline-offset-4 hover:underline"
          >
            {chunks}
          </Link>
        ))}
      </p>
    </>
  );
}
