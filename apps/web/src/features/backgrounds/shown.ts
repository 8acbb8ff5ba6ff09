'use client';

import type { GeneralBackground, OwnBackground, ShownBackground } from './documents';

/** What lies behind a conversation: its own, or else that of all. Null: nothing. */
export function backgroundOf(
  conversation: OwnBackground,
  viewer: GeneralBackground,
): ShownBackground | null {
  const found = conversation.viewerSettings.background ?? viewer.background;
  // A picture that has just given way to another one is gone before the other is here.
  const { image, pattern } = found ?? {};
  return found && (image || (pattern && pattern !== 'PLAIN')) ? found : null;
}
