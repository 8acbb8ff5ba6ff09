import 'server-only';
import { callApi } from '@/lib/auth/api';
import { externalProviders } from '@/lib/auth/external-providers';
import { graphql, type ResultOf } from '@/lib/graphql';
import type { ExternalProvider } from './use-external-providers';

const SignInMethodsQuery = graphql(`
  query SignInMethods {
    signInMethods {
      emailCode
      smsCode
      phoneCountry
      outbox
    }
  }
`);

type OwnMethods = ResultOf<typeof SignInMethodsQuery>['signInMethods'];

export type SignInMethods = OwnMethods & { providers: ExternalProvider[] };

const PASSWORD_ALONE: OwnMethods = {
  emailCode: false,
  smsCode: false,
  phoneCountry: null,
  outbox: null,
};

/**
 * What the doors offer, known before they are drawn, so that nothing comes later and moves the form. A password is always
 * asked for, also while the API is away.
 */
export async function signInMethods(): Promise<SignInMethods> {
  const answer = await callApi(SignInMethodsQuery, {}).catch(() => null);
  const providers = externalProviders().map(({ id, name }) => ({ id, name }));
  return { ...(answer?.signInMethods ?? PASSWORD_ALONE), providers };
}
