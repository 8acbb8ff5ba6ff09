import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * GitHub and WeChat as their documentation describes them, on loopback: what they ask for they insist on, and whoever comes
 * is believed to be who they say.
 */
export const APPLICATION = { id: 'teahouse-app', secret: 'a secret between a site and a provider' };

type Params = URLSearchParams;
interface Answer {
  status?: number;
  json?: unknown;
  html?: string;
  location?: string;
}
type Endpoint = (params: Params, request: IncomingMessage) => Answer;

interface Person {
  id: string;
  name: string;
}
interface Grant extends Person {
  challenge: string | null;
}
const grants = new Map<string, Grant>();
const tokens = new Map<string, Person>();

const fields = (params: Params) =>
  [...params].map(([name, value]) => `<input type="hidden" name="${name}" value="${value}">`);

/** Where people say who they are. */
const door = (title: string, action: string, params: Params): Answer => ({
  html: `<!doctype html><html lang="en"><title>${title}</title><link rel="icon" href="data:,">
    <form action="${action}">${fields(params).join('')}
      <p><label>Id <input name="id"></label></p>
      <p><label>Name <input name="name"></label></p>
      <button>Go on</button>
    </form>`,
});

/** Sends them back with a code that is good once. */
function comeBack(params: Params): Answer {
  const code = randomUUID();
  const challenge = params.get('code_challenge');
  grants.set(code, { id: params.get('id') ?? '', name: params.get('name') ?? '', challenge });
  const target = new URL(params.get('redirect_uri') ?? '');
  target.searchParams.set('code', code);
  target.searchParams.set('state', params.get('state') ?? '');
  return { location: target.href };
}

function redeem(params: Params): Grant | null {
  const code = params.get('code') ?? '';
  const grant = grants.get(code) ?? null;
  grants.delete(code);
  return grant;
}

function issue(person: Person): string {
  const token = randomUUID();
  tokens.set(token, person);
  return token;
}

const bearer = ({ headers }: IncomingMessage) =>
  tokens.get(headers.authorization?.replace(/^(Bearer|token) /i, '') ?? '');

const wechatError = (errcode: number, errmsg: string): Answer => ({ json: { errcode, errmsg } });

const endpoints: Record<string, Endpoint> = {
  'GET /wechat/connect/qrconnect': (params) =>
    params.get('appid') === APPLICATION.id &&
    params.get('response_type') === 'code' &&
    params.get('scope') === 'snsapi_login' &&
    params.get('state')
      ? door('WeChat', '/wechat/scanned', params)
      : { status: 400, html: 'Scope 参数错误或没有 Scope 权限' },
  'GET /wechat/scanned': comeBack,
  'GET /wechat/sns/oauth2/access_token': (params) => {
    if (params.get('appid') !== APPLICATION.id) return wechatError(40013, 'invalid appid');
    if (params.get('secret') !== APPLICATION.secret) return wechatError(40125, 'invalid appsecret');
    if (params.get('grant_type') !== 'authorization_code')
      return wechatError(40002, 'invalid grant_type');
    const grant = redeem(params);
    if (!grant) return wechatError(40029, 'invalid code');
    const openid = `openid-${grant.id}`;
    return {
      json: {
        access_token: issue({ ...grant, id: openid }),
        expires_in: 7200,
        refresh_token: randomUUID(),
        openid,
        scope: 'snsapi_login',
        unionid: `unionid-${grant.id}`,
      },
    };
  },
  'GET /wechat/sns/userinfo': (params) => {
    const person = tokens.get(params.get('access_token') ?? '');
    if (!person) return wechatError(40001, 'invalid credential');
    if (person.id !== params.get('openid')) return wechatError(40003, 'invalid openid');
    const unionid = person.id.replace('openid', 'unionid');
    return { json: { openid: person.id, nickname: person.name, sex: 0, privilege: [], unionid } };
  },
  'GET /github/login/oauth/authorize': (params) =>
    params.get('client_id') === APPLICATION.id && params.get('code_challenge')
      ? door('GitHub', '/github/authorized', params)
      : { status: 404, html: 'Not found' },
  'GET /github/authorized': comeBack,
  'POST /github/login/oauth/access_token': (params, { headers }) => {
    const known =
      params.get('client_secret') === APPLICATION.secret ||
      decodeBasic(headers.authorization) === `${APPLICATION.id}:${APPLICATION.secret}`;
    const grant = redeem(params);
    const verifier = createHash('sha256').update(params.get('code_verifier') ?? '');
    if (!known || !grant || verifier.digest('base64url') !== grant.challenge)
      return { json: { error: 'bad_verification_code' } };
    return { json: { access_token: issue(grant), token_type: 'bearer', scope: 'read:user' } };
  },
  'GET /github/api/user': (_params, request) => {
    const person = bearer(request);
    if (!person) return { status: 401, json: { message: 'Bad credentials' } };
    return { json: { id: Number(person.id), login: person.name, name: null, email: null } };
  },
  'GET /github/api/user/emails': (_params, request) => {
    const person = bearer(request);
    if (!person) return { status: 401, json: { message: 'Bad credentials' } };
    const email = `${person.name}@example.org`;
    return { json: [{ email, primary: true, verified: true, visibility: null }] };
  },
};

/** As application/x-www-form-urlencoded within Basic (RFC 6749, 2.3.1). */
function decodeBasic(authorization = ''): string {
  const plain = Buffer.from(authorization.replace(/^Basic /, ''), 'base64').toString();
  return decodeURIComponent(plain.replaceAll('+', ' '));
}

/** Answers what is meant for one of them; false for everything else. */
export function answerAsProvider(request: IncomingMessage, response: ServerResponse): boolean {
  const url = new URL(request.url ?? '/', 'http://provider');
  const endpoint = endpoints[`${request.method} ${url.pathname}`];
  if (!endpoint) return false;
  void read(request).then((body) => {
    const params = request.method === 'POST' ? new URLSearchParams(body) : url.searchParams;
    const { status = 200, json, html, location } = endpoint(params, request);
    if (location) response.writeHead(302, { location }).end();
    else if (html)
      response.writeHead(status, { 'content-type': 'text/html; charset=utf-8' }).end(html);
    else
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
  });
  return true;
}

async function read(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}
