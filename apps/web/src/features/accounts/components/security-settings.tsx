'use client';

import { AddressSettings } from './address-settings';
import { ExternalOutcome } from './external-outcome';
import { LinkedAccounts } from './linked-accounts';
import { PasswordSettings } from './password-settings';

/** How one proves who one is: each way of signing in has a group of its own. */
export function SecuritySettings() {
  return (
    <>
      <ExternalOutcome />
      <PasswordSettings />
      <AddressSettings />
      <LinkedAccounts />
    </>
  );
}
