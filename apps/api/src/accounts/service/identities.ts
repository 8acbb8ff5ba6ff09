import type { Account, ExternalIdentity, Installation } from '@teahouse/db/client';
import { checkAdmission, foundInstallation } from '../../installation/admission.ts';
import { installationSettings } from '../../installation/settings.ts';
import { isUniqueViolation } from '../../platform/db.ts';
import { LimitReachedError } from '../../platform/errors.ts';
import { canSend } from '../../platform/outgoing.ts';
import { isBlank, oneLine } from '../../platform/text.ts';
import type { Viewer } from '../../platform/viewer.ts';
import type { Backend } from '../../realtime/backend.ts';
import { type Transaction, transaction } from '../../realtime/transaction.ts';
import { lockAccount, requireFresh, requireIdentity } from '../access.ts';
import { allowAssertion, allowProviderSignIn } from '../attempts.ts';
import {
  EmailTakenError,
  IdentityTakenError,
  InvalidAssertionError,
  UsernameTakenError,
} from '../errors.ts';
import { NICKNAME_MAX } from '../fields.ts';
import { type Assertion, type Meant, verifyAssertion } from '../tokens.ts';
import { freeUsername, refuseKeptUsername } from '../usernames.ts';
import { requireOtherWayIn } from '../ways-in.ts';
import { announceAccount, tellOwner } from './addresses.ts';
import { renewSignIn } from './reauthentication.ts';
import { type Device, type SignedIn, startSession } from './sessions.ts';
import { claimEmail, provenHolder } from './verification.ts';

const NAME_MAX = 100;
const IDENTITIES_MAX = 20;

/** Signs a device in on the word of the web server, which has asked an external provider. */
export async function signInWithProvider(
  backend: Backend,
  assertion: string,
  device: Device,
): Promise<SignedIn> {
  const claims = await spendAssertion(backend, assertion, { purpose: 'SIGN_IN' }, device);
  await allowProviderSignIn(backend, claims);
  const settings = await installationSettings(backend);
  const visit = () =>
    transaction(backend, async (tx) => {
      const known = await knownAccount(tx, claims);
      const account = known ?? (await createFromProvider(backend, tx, claims, settings));
      return startSession(backend, tx, account, device);
    });
  try {
    return await visit();
  } catch (error) {
    // The same person, name or address came in the same instant; the second time round it is there to be found.
    if (isUniqueViolation(error) || error instanceof UsernameTakenError) return visit();
    throw error;
  }
}

/** Verifies an assertion and sees to it that it is good for nothing any more, whatever becomes of this attempt. */
async function spendAssertion(
  backend: Backend,
  assertion: string,
  meant: Meant,
  { address }: Pick<Device, 'address'>,
): Promise<Assertion> {
  await allowAssertion(backend, address);
  const claims = await verifyAssertion(backend.env, assertion, meant);
  if (!claims) throw new InvalidAssertionError();
  const { count } = await backend.db.spentAssertion.createMany({
    data: [{ id: claims.jti, expiresAt: claims.goodUntil }],
    skipDuplicates: true,
  });
  if (count === 0) throw new InvalidAssertionError();
  return claims;
}

/** Forgets assertions that are too old to come again. */
export async function pruneAssertions({ db }: Pick<Backend, 'db'>): Promise<void> {
  await db.spentAssertion.deleteMany({ where: { expiresAt: { lt: new Date() } } });
}

const keyOf = ({ provider, subject }: Assertion) => ({ provider_subject: { provider, subject } });

/** The account that an identity opens; locked, so that the identity is not taken from it in the same instant. */
async function knownAccount(tx: Transaction, claims: Assertion): Promise<Account | null> {
  const found = await tx.db.externalIdentity.findUnique({ where: keyOf(claims) });
  if (!found) return null;
  const account = await lockAccount(tx, found);
  const { count } = await tx.db.externalIdentity.updateMany({
    where: { id: found.id, accountId: account.id },
    data: { name: nameOf(claims) },
  });
  return count > 0 ? account : null;
}

/** What the person recognises the identity by, among several of one provider. */
function nameOf({ preferredUsername, email, name }: Assertion): string {
  const shown = oneLine(preferredUsername || email || name || '');
  return [...shown].slice(0, NAME_MAX).join('');
}

/**
 * A first visit. An address that somebody has an account with already is never joined to that account, whatever the
 * provider says of it: linking is for the account's owner, from a signed-in device.
 */
async function createFromProvider(
  { env }: Pick<Backend, 'env'>,
  tx: Transaction,
  claims: Assertion,
  settings: Installation,
): Promise<Account> {
  const email = claims.emailVerified && claims.email ? claims.email : null;
  checkAdmission(settings, email);
  if (email) {
    // Where nothing can be proven, whoever came first has the address.
    const holder = canSend(env, 'EMAIL')
      ? await provenHolder(tx, email)
      : await tx.db.account.findFirst({ where: { email } });
    if (holder) throw new EmailTakenError();
  }
  const wanted = claims.preferredUsername || claims.email?.split('@')[0] || claims.name || '';
  const username = await freeUsername({ env }, tx, wanted);
  const nickname = [...oneLine(claims.name || wanted)].slice(0, NICKNAME_MAX).join('');
  const { provider, subject } = claims;
  const account = await tx.db.account.create({
    data: {
      username,
      nickname: isBlank(nickname) ? username : nickname,
      identities: { create: { provider, subject, name: nameOf(claims) } },
    },
  });
  await refuseKeptUsername({ env }, tx, account);
  await foundInstallation(tx, account.id);
  if (email) await claimEmail(tx, account.id, email);
  return account;
}

/** The web server's word, and the device it is meant for as the API names it to its callers. */
export interface Vouched {
  assertion: string;
  session: string;
}

/** Lets the viewer sign in through a provider from now on. An identity opens one account; linking it again is no error. */
export async function linkIdentity(
  backend: Backend,
  viewer: Viewer,
  { assertion, session }: Vouched,
  device: Device,
): Promise<ExternalIdentity> {
  await requireFresh(backend, viewer);
  const claims = await spendAssertion(backend, assertion, { purpose: 'LINK', session }, device);
  const { provider, subject } = claims;
  const { accountId } = viewer;
  const link = () =>
    transaction(backend, async (tx) => {
      const account = await lockAccount(tx, viewer);
      const known = await tx.db.externalIdentity.findUnique({ where: keyOf(claims) });
      if (known && known.accountId !== accountId) throw new IdentityTakenError();
      if (known) return known;
      if ((await tx.db.externalIdentity.count({ where: { accountId } })) >= IDENTITIES_MAX)
        throw new LimitReachedError(
          IDENTITIES_MAX,
          `An account can be opened by ${IDENTITIES_MAX} identities. Unlink one first.`,
        );
      const linked = await tx.db.externalIdentity.create({
        data: { provider, subject, accountId, name: nameOf(claims) },
      });
      announceAccount(tx, accountId);
      await tellOwner(backend, tx, account, 'IDENTITY_LINKED', device);
      return linked;
    });
  try {
    return await link();
  } catch (error) {
    // Somebody else links it in the same instant; the second time round it is theirs.
    if (isUniqueViolation(error)) return link();
    throw error;
  }
}

/** Ends that an identity opens the viewer's account. */
export async function unlinkIdentity(
  backend: Backend,
  viewer: Viewer,
  identityId: string,
  device: Device,
): Promise<void> {
  await requireIdentity(backend, viewer, identityId);
  await requireFresh(backend, viewer);
  await transaction(backend, async (tx) => {
    const account = await lockAccount(tx, viewer);
    await requireIdentity(tx, viewer, identityId);
    await requireOtherWayIn(backend, tx, account, { identityId });
    await tx.db.externalIdentity.delete({ where: { id: identityId } });
    announceAccount(tx, account.id);
    await tellOwner(backend, tx, account, 'IDENTITY_UNLINKED', device);
  });
}

/** Proves on a signed-in device that it is still its owner who holds it: they have just signed in at a provider of theirs. */
export async function reauthenticateWithProvider(
  backend: Backend,
  viewer: Viewer,
  { assertion, session }: Vouched,
  device: Device,
): Promise<void> {
  const meant = { purpose: 'REAUTHENTICATE', session } as const;
  const claims = await spendAssertion(backend, assertion, meant, device);
  const identity = await backend.db.externalIdentity.findUnique({ where: keyOf(claims) });
  if (identity?.accountId !== viewer.accountId) throw new InvalidAssertionError();
  await renewSignIn(backend, viewer);
}
