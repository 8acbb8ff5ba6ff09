'use client';

import { navigate } from '@/components/navigation';
import { externalSignInUrl } from '@/lib/auth/next-auth-client';
import { checkSession } from './session';

type Purpose = 'LINK' | 'REAUTHENTICATE';

/**
 * Goes to a provider for something that is to be done to one's own account, and comes back to this page. The session is
 * renewed first, so that it lasts until then.
 */
async function leaveFor(provider: string, purpose: Purpose): Promise<void> {
  await checkSession();
  const returnTo = window.location.pathname;
  const response = await fetch('/api/external-intent', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ purpose, provider, returnTo }),
  });
  if (!response.ok) throw new Error(`The intent was answered with ${response.status}.`);
  // Whoever proves that it is them must not be waved through by the provider's own session.
  const again = purpose === 'REAUTHENTICATE' ? '?prompt=login' : '';
  window.location.assign(await externalSignInUrl(provider + again, returnTo));
}

/** Lets one sign in through the provider from now on. */
export const linkExternal = (provider: string) => leaveFor(provider, 'LINK');

/** Proves that it is oneself, by signing in at the provider again. */
export const confirmWithExternal = (provider: string) => leaveFor(provider, 'REAUTHENTICATE');

export interface ExternalOutcome {
  purpose: Purpose;
  /** `DONE`, or the rule that refused. */
  outcome: string;
  provider: string | null;
  /** How many there may be, where there are as many. */
  limit: number;
}

/** What came of it, for whoever is just back. It is taken out of the address, so that it is said once. */
export function takeExternalOutcome(): ExternalOutcome | null {
  const { pathname, search } = window.location;
  const told = new URLSearchParams(search);
  const [purpose, outcome] = [told.get('external'), told.get('outcome')];
  if (!purpose || !outcome) return null;
  navigate(pathname, { replace: true });
  return {
    purpose: purpose === 'link' ? 'LINK' : 'REAUTHENTICATE',
    outcome: outcome.replace(/Error$/, ''),
    provider: told.get('provider'),
    limit: Number(told.get('limit')),
  };
}
