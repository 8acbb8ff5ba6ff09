'use client';

import { useEffect, useState } from 'react';

/** An address for bytes of this browser, for as long as they are shown. */
export function useBlobUrl(bytes: Blob): string | null {
  const [url, setUrl] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(bytes);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [bytes]);
  return url;
}
