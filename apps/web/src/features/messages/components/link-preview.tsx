'use client';

import { LinkCard } from '@/components/link-card';

type Preview = {
  url: string;
  title: string;
  description: string | null;
  siteName: string | null;
};

/** What the linked page says of itself, below the words. */
export function LinkPreview({ preview }: { preview: Preview }) {
  return <LinkCard {...preview} />;
}
