import type { User } from 'next-auth';
import type { ExternalIdentity } from './assertion';

/** The person as a provider describes them; the API's tokens are fetched afterwards, in the signIn callback. */
export interface ExternalUser {
  id: string;
  identity: ExternalIdentity;
}

/** next-auth types what a provider returns as a signed-in user; ours becomes one in the signIn callback. */
export const asUser = (user: ExternalUser): User => user as unknown as User;
