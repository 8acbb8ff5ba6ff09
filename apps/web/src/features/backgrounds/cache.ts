import { liveEvent } from '@/lib/live/event';
import type { FeatureCache } from '@/lib/urql/feature-cache';
import { Background_viewer, Hears_BackgroundChanged } from './documents';

/** What lies behind one conversation comes with its settings. */
export const backgroundsCache = (): FeatureCache => ({
  embedded: ['Background'],
  events: [
    liveEvent(Hears_BackgroundChanged, {
      apply: ({ background }, cache) => {
        const viewer = cache.resolve('Query', 'viewer');
        if (typeof viewer !== 'string') return;
        const id = cache.resolve(viewer, 'id');
        cache.writeFragment(Background_viewer, {
          __typename: 'Viewer',
          id: id as string,
          background,
        } as never);
      },
    }),
  ],
});
