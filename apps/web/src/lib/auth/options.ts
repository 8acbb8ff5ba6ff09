import 'server-only';
import type { NextAuthOptions, User } from 'next-auth';
import type { JWT } from 'next-auth/jwt';
import CredentialsProvider from 'next-auth/providers/credentials';
import { env } from '../env';
import { ApiUnreachableError, callApi, TooManyAttemptsError } from './api';
import { SignInMutation } from './documents';
import { externalProviders } from './external-providers';
import type { ExternalUser } from './external-user';
import { actOnIntent, exchangeForTokens } from './identity-exchange';
import type { Intent } from './intent';
import { usesSecureCookies } from './session-cookie';
import type { BrowserSession, TokenSet } from './token-set';
import { refreshTokens, revokeTokens, SessionEndedError, tokenSetOf, verifyTokens } from './tokens';

const REFRESH_BELOW_MS = 60_000;
const COOKIE_LIFETIME_S = 60 * 24 * 60 * 60;

/** Codes that reach the browser as the outcome of a credentials sign-in; next-auth carries them as an error's message. */
function asSignInCode(error: unknown): Error {
  if (error instanceof TooManyAttemptsError) {
    return new Error(`TOO_MANY_ATTEMPTS ${error.retryAt ?? ''}`.trim());
  }
  if (error instanceof ApiUnreachableError) return new Error('UNREACHABLE');
  return error instanceof Error ? error : new Error('UNREACHABLE');
}

const withPassword = CredentialsProvider({
  id: 'credentials',
  name: 'password',
  credentials: { login: {}, password: {}, captcha: {} },
  async authorize(credentials) {
    if (!credentials?.login || !credentials.password) return null;
    const { login, password, captcha } = credentials;
    const { signIn } = await callApi(SignInMutation, { input: { login, password, captcha } }).catch(
      (error) => {
        throw asSignInCode(error);
      },
    );
    if (signIn.__typename !== 'SignedIn') throw new Error(signIn.rule);
    return asUser(tokenSetOf(signIn));
  },
});

const withTokens = CredentialsProvider({
  id: 'tokens',
  name: 'tokens',
  credentials: { accessToken: {}, accessTokenExpiresAt: {}, refreshToken: {}, fileToken: {} },
  async authorize(credentials) {
    if (!credentials?.accessToken || !credentials.refreshToken) return null;
    const { accessToken, accessTokenExpiresAt, refreshToken, fileToken } = credentials;
    const brought = { accessToken, accessTokenExpiresAt, refreshToken, fileToken };
    const verified = await verifyTokens(brought).catch((error) => {
      throw asSignInCode(error);
    });
    return verified && asUser(verified);
  },
});

function asUser(tokens: TokenSet): User {
  return { id: tokens.userId, ...tokens };
}

/** Who has come to the sign-in endpoints, and what they went to a provider for. */
export interface Caller {
  session: JWT | null;
  intent: Intent | null;
}

/**
 * The exchange of a provider's word for the API's tokens happens here and not in the jwt callback, because only here the
 * answer can be to lead somewhere else. Whoever is signed in is never signed in as somebody else by what a provider says:
 * either they went there for something, from this very session, or nothing happens.
 */
async function exchangeIdentity(
  user: User & Partial<ExternalUser>,
  { session, intent }: Caller,
): Promise<true | string> {
  if (!user.identity) return '/sign-in?error=PROVIDER_REFUSED';
  if (intent || session) {
    const { identity } = user;
    const theirs = intent?.session === session?.sessionId && intent?.provider === identity.provider;
    if (intent && session && theirs) return actOnIntent(intent, identity, session);
    return session ? '/settings/security?external=link&outcome=EXPIRED' : '/sign-in?error=EXPIRED';
  }
  const tokens = await exchangeForTokens(user.identity);
  if (typeof tokens === 'string') return tokens;
  Object.assign(user, tokens);
  return true;
}

function keep(tokens: TokenSet): JWT {
  const { userId, sessionId, accessToken, accessTokenExpiresAt, refreshToken, fileToken } = tokens;
  return { userId, sessionId, accessToken, accessTokenExpiresAt, refreshToken, fileToken };
}

/** `refused`: the access token that the API has just turned down although its time is not over. */
async function currentTokens(token: JWT, refused: string | undefined): Promise<JWT> {
  const left = Date.parse(token.accessTokenExpiresAt) - Date.now();
  // A cookie from before there were files has no token for them yet.
  const whole = token.fileToken !== undefined;
  if (whole && left > REFRESH_BELOW_MS && token.accessToken !== refused) return token;
  try {
    return keep(await refreshTokens(token));
  } catch (error) {
    // Throwing makes next-auth clear the cookie: right when the session has ended, wrong when the API is merely away.
    if (error instanceof SessionEndedError) throw error;
    return token;
  }
}

function browserSession(token: JWT): BrowserSession {
  const { userId, sessionId, accessToken, accessTokenExpiresAt } = token;
  const serverTime = new Date().toISOString();
  return { userId, sessionId, accessToken, accessTokenExpiresAt, serverTime };
}

export function authOptions(caller: Caller): NextAuthOptions {
  return {
    secret: env().NEXTAUTH_SECRET,
    useSecureCookies: usesSecureCookies(),
    session: { strategy: 'jwt', maxAge: COOKIE_LIFETIME_S },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in' },
    providers: [withPassword, withTokens, ...externalProviders()],
    callbacks: {
      signIn: ({ user, account }) =>
        account?.type === 'oauth' ? exchangeIdentity(user, caller) : Promise.resolve(true),
      jwt: ({ token, user, trigger, session }) => {
        if (user) return keep(user);
        const refused =
          trigger === 'update' ? (session as { refused?: string })?.refused : undefined;
        return currentTokens(token, refused);
      },
      session: ({ token }) => browserSession(token) as BrowserSession & { expires: string },
    },
    events: {
      signOut: async ({ token }) => {
        if (!token?.refreshToken) return;
        await revokeTokens(token).catch((error) => {
          if (!(error instanceof SessionEndedError))
            console.error('Sign-out did not reach the API.', error);
        });
      },
    },
    logger: {
      error: (code, metadata) => {
        // An ended session is the ordinary way out, not a fault of this server.
        if (code === 'JWT_SESSION_ERROR') return;
        console.error(`next-auth ${code}`, metadata instanceof Error ? metadata.message : metadata);
      },
      warn: (code) => console.warn(`next-auth ${code}`),
      debug: () => {},
    },
  };
}
