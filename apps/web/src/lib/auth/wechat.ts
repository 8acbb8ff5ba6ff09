import 'server-only';
import type { OAuthConfig } from 'next-auth/providers/index';
import { asUser } from './external-user';

/**
 * WeChat for websites (微信开放平台, 网站应用): people scan a code with their phone. It resembles OAuth 2.0 without being it:
 * the application is `appid` and `secret`, its page wants a fragment, tokens are fetched by GET and come with the person's
 * `openid`, errors are answers like any other, and there is no PKCE. It vouches for no address.
 */
interface Answer {
  errcode?: number;
  errmsg?: string;
}
interface TokenAnswer extends Answer {
  access_token: string;
  openid: string;
  /** The same for all applications of one owner; there as soon as the application is bound to an open platform account. */
  unionid?: string;
}
interface Profile extends Answer {
  openid: string;
  unionid?: string;
  nickname?: string;
}

export interface WeChatSettings {
  appId: string;
  secret: string;
  /** Where people scan the code: https://open.weixin.qq.com */
  openUrl: string;
  /** Where this server asks who they are: https://api.weixin.qq.com */
  apiUrl: string;
}

const PATIENCE_MS = 5_000;

export function wechat({ appId, secret, openUrl, apiUrl }: WeChatSettings): OAuthConfig<Profile> {
  const ask = async <T extends Answer>(path: string, params: Record<string, string>) => {
    const url = new URL(apiUrl.replace(/\/$/, '') + path);
    url.search = new URLSearchParams(params).toString();
    const response = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MS) });
    const answer = (await response.json()) as T;
    // The address that was asked holds the secret and is not repeated.
    if (answer.errcode) throw new Error(`WeChat ${path}: ${answer.errcode} ${answer.errmsg ?? ''}`);
    return answer;
  };
  return {
    id: 'wechat',
    name: 'WeChat',
    type: 'oauth',
    clientId: appId,
    clientSecret: secret,
    checks: ['state'],
    authorization: {
      url: `${openUrl.replace(/\/$/, '')}/connect/qrconnect#wechat_redirect`,
      params: { appid: appId, scope: 'snsapi_login', response_type: 'code' },
    },
    token: {
      url: apiUrl,
      async request({ params, checks }) {
        // Only the library's own way of fetching tokens would compare the two.
        if (!checks.state || params.state !== checks.state)
          throw new Error('WeChat: the state is not the one that was sent.');
        if (!params.code) throw new Error('WeChat: no code came back.');
        const tokens = await ask<TokenAnswer>('/sns/oauth2/access_token', {
          appid: appId,
          secret,
          code: params.code,
          grant_type: 'authorization_code',
        });
        const { access_token, openid, unionid } = tokens;
        return { tokens: { access_token, openid, unionid } };
      },
    },
    userinfo: {
      url: apiUrl,
      async request({ tokens }) {
        const { access_token = '', openid } = tokens as Partial<TokenAnswer>;
        const profile = await ask<Profile>('/sns/userinfo', {
          access_token,
          openid: openid ?? '',
          lang: 'zh_CN',
        });
        if (profile.openid !== openid) throw new Error('WeChat: an answer about somebody else.');
        return profile as never;
      },
    },
    profile: ({ openid, unionid, nickname }) => {
      const subject = unionid || openid;
      return asUser({
        id: subject,
        identity: {
          provider: 'wechat',
          subject,
          email: null,
          emailVerified: false,
          name: nickname ?? null,
          preferredUsername: null,
        },
      });
    },
  };
}
