import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import Provider, { type KoaContextWithOIDC } from 'oidc-provider';
import { answerAsProvider } from './providers.ts';

/**
 * A real OpenID Connect provider on loopback. It believes whoever comes: its sign-in page asks who they are. Its own
 * pages take the place of the library's, which would ask the network for a font.
 */
const { OIDC_PORT, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_REDIRECT_URIS } = process.env;
const issuer = `http://127.0.0.1:${OIDC_PORT}`;

interface Claims {
  name: string;
  preferred_username: string;
  email: string;
  email_verified: boolean;
}

const people = new Map<string, Claims>();

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: OIDC_CLIENT_ID ?? '',
      client_secret: OIDC_CLIENT_SECRET ?? '',
      redirect_uris: (OIDC_REDIRECT_URIS ?? '').split(' '),
    },
  ],
  claims: {
    openid: ['sub'],
    profile: ['name', 'preferred_username'],
    email: ['email', 'email_verified'],
  },
  cookies: { keys: ['a key of the tests that signs the cookies of the provider'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
  findAccount: (_context, accountId) => {
    const claims = people.get(accountId);
    return claims && { accountId, claims: () => ({ sub: accountId, ...claims }) };
  },
  loadExistingGrant: consent,
  renderError: (context, out) => {
    context.type = 'text';
    context.body = JSON.stringify(out);
  },
});

/** What the client asks for is granted without a page of its own. */
async function consent({ oidc }: KoaContextWithOIDC) {
  const { client, session, params } = oidc;
  const grant = new provider.Grant({
    clientId: client?.clientId,
    accountId: session?.accountId,
  });
  grant.addOIDCScope(String(params?.scope ?? 'openid'));
  await grant.save();
  return grant;
}

async function signInPage(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'POST') {
    const given = new URLSearchParams(await bodyOf(request));
    const username = given.get('username') ?? '';
    people.set(username, {
      name: given.get('name') ?? '',
      preferred_username: username,
      email: given.get('email') ?? '',
      email_verified: given.get('verified') === 'on',
    });
    await provider.interactionFinished(request, response, { login: { accountId: username } });
    return;
  }
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
  response.end(`<!doctype html><html lang="en"><title>Who are you?</title>
    <link rel="icon" href="data:,">
    <form method="post">
      <p><label>Username <input name="username"></label></p>
      <p><label>Name <input name="name"></label></p>
      <p><label>Email <input name="email"></label></p>
      <p><label><input type="checkbox" name="verified" checked> The address is verified</label></p>
      <button>Go on</button>
    </form>`);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

const answer = provider.callback();

createServer((request, response) => {
  if (answerAsProvider(request, response)) return;
  if (request.url?.startsWith('/sign-in/')) void signInPage(request, response);
  else void answer(request, response);
}).listen(Number(OIDC_PORT), '127.0.0.1');
