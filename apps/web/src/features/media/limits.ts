'use client';

import { useEffect } from 'react';
import { useQuery } from 'urql';
import { graphql, type ResultOf } from '@/lib/graphql';

const LimitsQuery = graphql(`
  query Media_limits {
    uploadLimits {
      imageBytes
      fileBytes
      voiceSeconds
    }
  }
`);

type UploadLimits = ResultOf<typeof LimitsQuery>['uploadLimits'];

const MEGABYTE = 1024 * 1024;

/** As an installation takes it that says nothing else; until it has answered. */
let known: UploadLimits = {
  imageBytes: 5 * MEGABYTE,
  fileBytes: 20 * MEGABYTE,
  voiceSeconds: 60,
};

/** How much may be sent at once, as far as this page has been told. */
export const uploadLimits = (): UploadLimits => known;

/** Asks how much may be sent at once. Stands where it is there before anything can be picked or recorded. */
export function useUploadLimits(): UploadLimits {
  const [{ data }] = useQuery({ query: LimitsQuery });
  const told = data?.uploadLimits;
  useEffect(() => {
    if (told) known = told;
  }, [told]);
  return told ?? known;
}
