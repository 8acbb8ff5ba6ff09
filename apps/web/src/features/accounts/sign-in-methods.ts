import 'server-only';
import { callApi } from '@/lib/auth/api';
import { graphql, type ResultOf } from '@/lib/graphql';

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

export type SignInMethods = ResultOf<typeof SignInMethodsQuery>['signInMethods'];

const PASSWORD_ALONE: SignInMethods = {
  emailCode: false,
  smsCode: false,
  phoneCountry: null,
  outbox: null,
};

/** What the doors offer. A password is always asked for, also while the API is away. */
export async function signInMethods(): Promise<SignInMethods> {
  const answer = await callApi(SignInMethodsQuery, {}).catch(() => null);
  return answer?.signInMethods ?? PASSWORD_ALONE;
}
