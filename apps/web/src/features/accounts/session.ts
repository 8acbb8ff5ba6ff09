'use client';

import { deleteAccountDbs } from '@/lib/account-db';
import { forgetPerson } from '@/lib/auth/device-person';
import { signOut } from '@/lib/auth/next-auth-client';
import {
  accessToken,
  expectedUserId,
  heldToken,
  refuseToken,
  type SessionLoss,
} from '@/lib/auth/token';
import { forgetPictures } from '@/lib/service-worker';

const CHANNEL = 'teahouse-session';
const SIGNED_OUT = 'signed-out';
let leaving = false;

/**
 * Ends this device's session and takes everything of this person out of the browser: drafts, messages still waiting to
 * be sent, all that was kept of what they have seen. Rejects, with nothing taken away, when the web server cannot be reached.
 */
export async function signOutHere(): Promise<void> {
  leaving = true;
  try {
    await forgetHere();
  } catch (error) {
    leaving = false;
    throw error;
  }
  tellOtherTabs();
  window.location.assign('/sign-in');
}

async function forgetHere(): Promise<void> {
  const userId = expectedUserId();
  await signOut();
  await forgetPerson();
  await forgetPictures();
  if (userId) await deleteAccountDbs(userId);
}

/**
 * Leaves with an account that is closed: `close` tries, and where it succeeds nothing of the person is left in this browser.
 * The API ends the session before it answers, which is no loss to be told of meanwhile.
 */
export async function leaveForGood<Outcome extends { ok: boolean }>(
  close: () => Promise<Outcome>,
): Promise<Outcome> {
  leaving = true;
  const outcome = await close();
  if (!outcome.ok) {
    leaving = false;
    return outcome;
  }
  // There is no way back in, whether this browser could be tidied up or not.
  await forgetHere().catch(() => {});
  tellOtherTabs();
  window.location.assign('/sign-in?reason=account-deleted');
  return outcome;
}

function tellOtherTabs(): void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.postMessage(SIGNED_OUT);
  channel.close();
}

/** Leaves with another tab that signs out. */
export function followSignOut(): () => void {
  const channel = new BroadcastChannel(CHANNEL);
  channel.onmessage = ({ data }) => {
    if (data !== SIGNED_OUT || leaving) return;
    leaving = true;
    window.location.assign('/sign-in');
  };
  return () => channel.close();
}

/**
 * What only this browser has stays: whoever signs in again finds drafts and unsent messages where they were. What was
 * fetched for them goes, and with it opening the app without a network.
 */
export async function leaveAfterLoss(loss: SessionLoss): Promise<void> {
  if (leaving) return;
  leaving = true;
  await forgetPerson();
  await forgetPictures();
  if (loss === 'replaced') window.location.reload();
  else window.location.assign('/sign-in?reason=session-ended');
}

/** This device's session may have been revoked: asks for a new token, which finds out and leads away if so. */
export async function checkSession(): Promise<void> {
  refuseToken(heldToken());
  await accessToken().catch(() => null);
}
