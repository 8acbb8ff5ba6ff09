'use client';

import { onDemand } from '../on-demand';

export const Dialog = onDemand(() => import('./dialog-window')).component('DialogWindow', {
  needed: ({ open }) => open,
});
