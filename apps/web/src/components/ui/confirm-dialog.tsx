'use client';

import { onDemand } from '../on-demand';

export const ConfirmDialog = onDemand(() => import('./confirm-dialog-window')).component(
  'ConfirmDialogWindow',
  {
    needed: ({ open }) => open,
  },
);
