import type { FeatureCache } from '@/lib/urql/feature-cache';

/** What was found belongs to the question, and is not kept for the next page: nobody could ask it again offline. */
export function searchCache(): FeatureCache {
  return {
    embedded: ['MessageHit', 'HighlightPart'],
    unkept: { Query: ['searchMessages'], Conversation: ['activeDays', 'seqAt'] },
  };
}
