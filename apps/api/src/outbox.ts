import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Language, languageOf } from './platform/languages.ts';
import { letterAsText } from './platform/mail.ts';
import { readOutbox, type Shown } from './platform/outgoing.ts';
import { createAddressReader } from './platform/proxies.ts';
import { escapeHtml } from './platform/text.ts';
import type { Backend } from './realtime/backend.ts';

/**
 * The development outbox: letters and short messages as they would have been sent, so that codes can be used on a laptop
 * without a mail server. It exists only with OUTBOX, which is refused wherever the API could be reached from elsewhere.
 */
export const OUTBOX_PATH = '/outbox';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];
const LOOPBACK_ADDRESS = /^(127(\.\d{1,3}){3}|::1)$/;

/**
 * By address, and by name as well: a page from elsewhere whose name points to this machine could otherwise read it
 * through a browser that runs here (DNS rebinding).
 */
function isFromHere({ env }: Backend, req: IncomingMessage): boolean {
  const name = String(req.headers.host).replace(/:\d+$/, '');
  const address = createAddressReader(env)(req) ?? '';
  return LOOPBACK_NAMES.includes(name) && LOOPBACK_ADDRESS.test(address);
}

/** Answers a request for the page; false where there is no such page. */
export async function serveOutbox(
  backend: Backend,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<boolean> {
  if (!backend.env.OUTBOX || req.method !== 'GET' || !isFromHere(backend, req)) return false;
  const language = languageOf(req.headers['accept-language']);
  const page = outboxPage(language, await readOutbox(backend));
  res.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Language': language,
    'Content-Security-Policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    Vary: 'Accept-Language',
  });
  res.end(page);
  return true;
}

const WORDS = {
  en: {
    title: 'Outbox',
    hint: 'Letters and short messages of this Teahouse as they would have been sent. Only this machine can see the page, and only in development. It looks for new ones every 5 seconds.',
    empty: 'Nothing yet. Ask for a code on the sign-in page, and it is here.',
    EMAIL: 'Letter',
    SMS: 'Short message',
    to: (address: string) => `to ${address}`,
  },
  'zh-CN': {
    title: '发件箱',
    hint: '这里显示茶馆本来要发出的邮件和短信。只有本机能看到这个页面，且仅用于开发。每 5 秒自动刷新。',
    empty: '还没有内容。在登录页获取验证码后，就会显示在这里。',
    EMAIL: '邮件',
    SMS: '短信',
    to: (address: string) => `发往 ${address}`,
  },
} as const satisfies Record<Language, unknown>;

const STYLE = `
:root { color-scheme: light dark; --paper: #fbfaf7; --surface: #fff; --ink: #1d1f23; --faint: #65676b; --line: #e6e3dc; --leaf: #2f7d5b }
@media (prefers-color-scheme: dark) { :root { --paper: #14161a; --surface: #1c1f24; --ink: #ecebe7; --faint: #9a9ca1; --line: #2b2f36; --leaf: #6fbf9b } }
* { box-sizing: border-box }
body { margin: 0; padding: 48px 24px; background: var(--paper); color: var(--ink); font: 15px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", sans-serif }
main { max-width: 640px; margin: 0 auto }
h1 { margin: 0 0 8px; font-size: 28px; line-height: 1.25 }
.hint { margin: 0 0 32px; color: var(--faint) }
.empty { padding: 48px 24px; border: 1px dashed var(--line); border-radius: 12px; color: var(--faint); text-align: center }
ol { margin: 0; padding: 0; list-style: none }
li { margin: 0 0 16px; padding: 20px 24px; border: 1px solid var(--line); border-radius: 12px; background: var(--surface) }
.about { display: flex; flex-wrap: wrap; gap: 4px 12px; margin: 0 0 12px; color: var(--faint); font-size: 13px }
.about time { margin-left: auto; font-variant-numeric: tabular-nums }
.address { overflow-wrap: anywhere }
h2 { margin: 0 0 8px; font-size: 17px; line-height: 1.25 }
.code { margin: 0 0 12px; color: var(--leaf); font: 600 32px/1.25 ui-monospace, Menlo, Consolas, monospace; letter-spacing: 4px; user-select: all }
.text { margin: 0; white-space: pre-line; overflow-wrap: anywhere }
`;
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

function outboxPage(language: Language, messages: readonly Shown[]): string {
  const words = WORDS[language];
  const list = messages.map((shown) => messageItem(language, shown)).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="5">
<title>${words.title} · Teahouse</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${words.title}</h1>
<p class="hint">${words.hint}</p>
${list ? `<ol>${list}</ol>` : `<p class="empty">${words.empty}</p>`}
</main>
</body>
</html>
`;
}

function messageItem(language: Language, shown: Shown): string {
  const words = WORDS[language];
  const { message, createdAt } = shown;
  const time = createdAt.toLocaleTimeString(language, { hour12: false });
  const code = message.code ? `<p class="code">${escapeHtml(message.code)}</p>` : '';
  const [subject, text] =
    shown.channel === 'EMAIL'
      ? [
          `<h2>${escapeHtml(shown.message.subject)}</h2>`,
          letterAsText({ ...shown.message, code: undefined }),
        ]
      : ['', shown.message.text];
  return `<li lang="${message.language}">
<p class="about"><span>${words[shown.channel]}</span><span class="address">${escapeHtml(words.to(message.to))}</span><time datetime="${createdAt.toISOString()}">${time}</time></p>
${subject}${code}<p class="text">${escapeHtml(text.trim())}</p>
</li>`;
}
