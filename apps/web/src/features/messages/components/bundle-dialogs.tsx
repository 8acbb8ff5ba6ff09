'use client';

import { type ReactNode, useCallback, useState } from 'react';
import { onDemand } from '@/components/on-demand';
import { BundleOpeningProvider, type OpenedBundle } from '../bundle-opening';

const BundleDialog = onDemand(() => import('./bundle-dialog')).component('BundleDialog');

/** Bundles lie within bundles: each opens on top of the one it is in. */
export function BundleDialogs({ children }: { children: ReactNode }) {
  const [opened, setOpened] = useState<readonly OpenedBundle[]>([]);
  const open = useCallback(
    (bundle: OpenedBundle) => setOpened((others) => [...others, bundle]),
    [],
  );
  const close = () => setOpened((others) => others.slice(0, -1));
  return (
    <BundleOpeningProvider value={open}>
      {children}
      {opened.map(({ id, title }, depth) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: one bundle may lie within itself only at another depth.
        <BundleDialog key={`${id}${depth}`} bundleId={id} title={title} onClose={close} />
      ))}
    </BundleOpeningProvider>
  );
}
