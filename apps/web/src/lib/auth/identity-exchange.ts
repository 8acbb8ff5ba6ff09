import 'server-only';
import type { JWT } from 'next-auth/jwt';
import { env } from '../env';
import { callApi, UnauthenticatedError } from './api';
import { type ExternalIdentity, signAssertion } from './assertion';
import {
  LinkIdentityMutation,
  ReauthenticateWithProviderMutation,
  SignInWithProviderMutation,
} from './documents';
import type { Intent } from './intent';
import type { TokenSet } from './token-set';
import { tokenSetOf } from './tokens';

const LATER = 'UNREACHABLE';

/** The API's tokens for whoever a provider says they are, or the address to lead them to, with the reason. */
export async function exchangeForTokens(identity: ExternalIdentity): Promise<TokenSet | string> {
  try {
    const assertion = await signAssertion(identity, { purpose: 'SIGN_IN' }, env().WEB_API_SECRET);
    const { signInWithProvider: answer } = await callApi(SignInWithProviderMutation, {
      input: { assertion },
    });
    if (answer.__typename === 'SignedIn') return tokenSetOf(answer);
    return `/sign-in?error=${SIGN_IN_PROBLEMS[answer.__typename] ?? 'PROVIDER_REFUSED'}`;
  } catch (error) {
    console.error('Sign-in through a provider could not be passed on to the API.', error);
    return `/sign-in?error=${LATER}`;
  }
}

const SIGN_IN_PROBLEMS: Record<string, string> = {
  EmailTakenError: 'EMAIL_TAKEN',
  RegistrationClosedError: 'REGISTRATION_CLOSED',
  EmailDomainRefusedError: 'EMAIL_DOMAIN_REFUSED',
};

/** Does what a signed-in person went to a provider for, as them; answers where to lead them, and how it went. */
export async function actOnIntent(
  intent: Intent,
  identity: ExternalIdentity,
  { accessToken }: JWT,
): Promise<string> {
  const { purpose, session, provider } = intent;
  try {
    const assertion = await signAssertion(identity, { purpose, session }, env().WEB_API_SECRET);
    const input = { assertion };
    const answer =
      purpose === 'LINK'
        ? (await callApi(LinkIdentityMutation, { input }, accessToken)).linkIdentity
        : (await callApi(ReauthenticateWithProviderMutation, { input }, accessToken))
            .reauthenticateWithProvider;
    const outcome = answer.__typename.endsWith('Payload') ? 'DONE' : answer.__typename;
    return outcomePath(intent, outcome, 'limit' in answer ? answer.limit : undefined);
  } catch (error) {
    if (!(error instanceof UnauthenticatedError))
      console.error(`What was wanted of ${provider} could not be passed on to the API.`, error);
    return outcomePath(intent, LATER);
  }
}

/** Back to where they were. The page says the outcome, and takes it out of its address again. */
export function outcomePath(
  { returnTo, purpose, provider }: Intent,
  outcome: string,
  limit?: number,
): string {
  const path = new URL(returnTo, env().NEXTAUTH_URL);
  path.searchParams.set('external', purpose.toLowerCase());
  path.searchParams.set('provider', provider);
  path.searchParams.set('outcome', outcome);
  if (limit !== undefined) path.searchParams.set('limit', String(limit));
  return path.pathname + path.search;
}
