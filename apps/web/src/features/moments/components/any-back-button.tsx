'use client';

import { ChevronLeft } from 'lucide-react';
import { goBack } from '@/components/navigation';
import { IconButton } from '@/components/ui/icon-button';

/** Back, on a wide window as well: these pages have no list beside them that one could go on in. */
export function AnyBackButton({ label, fallback }: { label: string; fallback: string }) {
  return (
    <IconButton
      label={label}
      side="bottom"
      className="-ms-2 phone:ms-0"
      onClick={() => goBack(fallback)}
    >
      <ChevronLeft className="size-6 rtl:rotate-180" aria-hidden="true" />
    </IconButton>
  );
}
