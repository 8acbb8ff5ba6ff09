import { SignJWT } from 'jose';

/** What an external provider said about a person, as this server vouches for it to the API. */
export interface ExternalIdentity {
  provider: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string | null;
  preferredUsername: string | null;
}

/** What the assertion is made for; good for nothing else. */
export type Purpose =
  | { purpose: 'SIGN_IN' }
  /** Of the session of the API that asked. */
  | { purpose: 'LINK' | 'REAUTHENTICATE'; session: string };

const LIFETIME = '60s';

export function signAssertion(
  identity: ExternalIdentity,
  purpose: Purpose,
  secret: string,
): Promise<string> {
  return new SignJWT({ ...identity, ...purpose })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setIssuer('teahouse-web')
    .setAudience('teahouse-api')
    .setIssuedAt()
    .setExpirationTime(LIFETIME)
    .setJti(crypto.randomUUID())
    .sign(new TextEncoder().encode(secret));
}
