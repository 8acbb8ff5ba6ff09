'use client';

import type { ReactNode } from 'react';
import { openViewer, type ViewerItem } from '../../viewing';

type PortraitButtonProps = {
  /** The picture; without one what stands for it is all there is. */
  large: ViewerItem | null;
  label: string;
  children: ReactNode;
};

/** What stands for somebody or something: pressing it shows the picture large, where there is one. */
export function PortraitButton({ large, label, children }: PortraitButtonProps) {
  if (!large) return children;
  return (
    <button
      type="button"
      aria-label={label}
      aria-haspopup="dialog"
      onClick={({ currentTarget }) => openViewer({ items: [large], index: 0, from: currentTarget })}
      className="cursor-zoom-in rounded-full outline-offset-3"
    >
      {children}
    </button>
  );
}
