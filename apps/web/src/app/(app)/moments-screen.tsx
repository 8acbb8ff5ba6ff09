'use client';

import { useState } from 'react';
import { cn } from '@/components/ui/cn';
import { MomentAlbum } from '@/features/moments/components/moment-album';
import { MomentFeed } from '@/features/moments/components/moment-feed';
import { MomentNotices } from '@/features/moments/components/moment-notices';
import { MomentPage } from '@/features/moments/components/moment-page';
import type { MomentsPlace } from '@/features/moments/paths';

/** `place`: null while another section of the app is shown. */
export function MomentsScreen({ place }: { place: MomentsPlace | null }) {
  const feed = place?.page === 'feed';
  // Whoever comes back from a person or a post finds the feed where they left it.
  const [visited, setVisited] = useState(feed);
  if (feed && !visited) setVisited(true);
  return (
    <main className={cn('flex min-w-0 flex-1 bg-paper', place === null && 'hidden')}>
      {visited && <MomentFeed shown={feed} />}
      {place?.page === 'notices' && <MomentNotices />}
      {place?.page === 'post' && <MomentPage key={place.id} id={place.id} />}
      {place?.page === 'album' && <MomentAlbum key={place.id} userId={place.id} />}
    </main>
  );
}
