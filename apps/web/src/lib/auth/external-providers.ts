import 'server-only';
import GitHubProvider, { type GithubProfile } from 'next-auth/providers/github';
import GoogleProvider, { type GoogleProfile } from 'next-auth/providers/google';
import type { OAuthConfig, Provider } from 'next-auth/providers/index';
import { env } from '../env';
import { asUser, type ExternalUser } from './external-user';
import { wechat } from './wechat';

interface OidcClaims {
  sub: string;
  email?: string;
  email_verified?: boolean;
  name?: string;
  nickname?: string;
  preferred_username?: string;
}

function oidcUser(provider: string, claims: OidcClaims): ExternalUser {
  return {
    id: claims.sub,
    identity: {
      provider,
      subject: claims.sub,
      email: claims.email ?? null,
      emailVerified: claims.email_verified === true,
      name: claims.name ?? claims.nickname ?? null,
      preferredUsername: claims.preferred_username ?? null,
    },
  };
}

/** Some providers keep the ID token thin and answer with the address only at the userinfo endpoint. */
async function completeClaims(wellKnown: string, claims: OidcClaims, accessToken?: string) {
  if (claims.email || !accessToken) return claims;
  const signal = AbortSignal.timeout(5_000);
  const discovery = await fetch(wellKnown, { signal });
  const { userinfo_endpoint: endpoint } = (await discovery.json()) as {
    userinfo_endpoint?: string;
  };
  if (!endpoint) return claims;
  const response = await fetch(endpoint, {
    headers: { authorization: `Bearer ${accessToken}` },
    signal,
  });
  if (!response.ok) return claims;
  const more = (await response.json()) as OidcClaims;
  // Answers about anybody else than the person of the ID token are not to be used (OpenID Connect Core 5.3.2).
  return more.sub === claims.sub ? { ...claims, ...more } : claims;
}

function genericOidc(issuer: string, id: string, secret: string, name: string) {
  const wellKnown = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const provider: OAuthConfig<OidcClaims> = {
    id: 'oidc',
    name,
    type: 'oauth',
    wellKnown,
    clientId: id,
    clientSecret: secret,
    idToken: true,
    checks: ['pkce', 'state', 'nonce'],
    authorization: { params: { scope: 'openid profile email' } },
    profile: async (claims, tokens) =>
      asUser(oidcUser('oidc', await completeClaims(wellKnown, claims, tokens.access_token))),
  };
  return provider;
}

/** github.com, or a server of one's own (GitHub Enterprise). */
interface GitHubPlace {
  url: string;
  apiUrl: string;
}

function github(clientId: string, clientSecret: string, { url, apiUrl }: GitHubPlace) {
  const provider = GitHubProvider<GithubProfile & { verifiedEmail: string | null }>({
    clientId,
    clientSecret,
    profile: (profile) =>
      asUser({
        id: String(profile.id),
        identity: {
          provider: 'github',
          subject: String(profile.id),
          email: profile.verifiedEmail,
          emailVerified: profile.verifiedEmail !== null,
          name: profile.name ?? profile.login,
          preferredUsername: profile.login,
        },
      }),
  });
  return {
    ...provider,
    checks: ['pkce', 'state'] as OAuthConfig<GithubProfile>['checks'],
    issuer: `${url}/login/oauth`,
    authorization: {
      url: `${url}/login/oauth/authorize`,
      params: { scope: 'read:user user:email' },
    },
    token: { url: `${url}/login/oauth/access_token` },
    userinfo: {
      url: `${apiUrl}/user`,
      // The public profile address says nothing about its verification; only this list does.
      async request({
        client,
        tokens,
      }: {
        client: GitHubClient;
        tokens: { access_token?: string };
      }) {
        const token = tokens.access_token ?? '';
        const profile = await client.userinfo(token);
        const response = await fetch(`${apiUrl}/user/emails`, {
          headers: { authorization: `Bearer ${token}`, 'user-agent': 'teahouse' },
          signal: AbortSignal.timeout(5_000),
        });
        const emails = response.ok ? ((await response.json()) as GitHubEmail[]) : [];
        const primary = emails.find((email) => email.primary && email.verified);
        return { ...profile, verifiedEmail: primary?.email ?? null };
      },
    },
  } as Provider;
}

interface GitHubEmail {
  email: string;
  primary: boolean;
  verified: boolean;
}

interface GitHubClient {
  userinfo(accessToken: string): Promise<object>;
}

function google(clientId: string, clientSecret: string, issuer: string): Provider {
  const wellKnown = `${issuer}/.well-known/openid-configuration`;
  return GoogleProvider<GoogleProfile>({
    clientId,
    clientSecret,
    issuer,
    wellKnown,
    checks: ['pkce', 'state', 'nonce'],
    profile: async (profile, tokens) =>
      asUser(oidcUser('google', await completeClaims(wellKnown, profile, tokens.access_token))),
  });
}

export function externalProviders(): Provider[] {
  const e = env();
  const providers: Provider[] = [];
  if (e.OIDC_ISSUER && e.OIDC_CLIENT_ID && e.OIDC_CLIENT_SECRET) {
    const name = e.OIDC_NAME ?? new URL(e.OIDC_ISSUER).host;
    providers.push(genericOidc(e.OIDC_ISSUER, e.OIDC_CLIENT_ID, e.OIDC_CLIENT_SECRET, name));
  }
  if (e.GITHUB_CLIENT_ID && e.GITHUB_CLIENT_SECRET) {
    const place = { url: base(e.GITHUB_URL), apiUrl: base(e.GITHUB_API_URL) };
    providers.push(github(e.GITHUB_CLIENT_ID, e.GITHUB_CLIENT_SECRET, place));
  }
  if (e.GOOGLE_CLIENT_ID && e.GOOGLE_CLIENT_SECRET) {
    providers.push(google(e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET, base(e.GOOGLE_ISSUER)));
  }
  if (e.WECHAT_APP_ID && e.WECHAT_APP_SECRET) {
    const { WECHAT_APP_ID: appId, WECHAT_APP_SECRET: secret } = e;
    const [openUrl, apiUrl] = [e.WECHAT_OPEN_URL, e.WECHAT_API_URL];
    providers.push(wechat({ appId, secret, openUrl, apiUrl }));
  }
  return providers;
}

const base = (url: string) => url.replace(/\/$/, '');
