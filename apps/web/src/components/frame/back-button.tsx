'use client';

import { ChevronLeft } from 'lucide-react';
import { goBack } from '../navigation';
import { IconButton } from '../ui/icon-button';

/** Only where one pane is shown at a time. */
export function BackButton({ label, fallback }: { label: string; fallback: string }) {
  return (
    <IconButton
      label={label}
      side="bottom"
      className="hidden phone:inline-flex"
      onClick={() => goBack(fallback)}
    >
      <ChevronLeft className="size-6 rtl:rotate-180" aria-hidden="true" />
    </IconButton>
  );
}
