import { createTransport } from 'nodemailer';
import { DeliveryError } from './delivery-error.ts';
import type { Env } from './env.ts';
import type { Language } from './languages.ts';
import { escapeHtml } from './text.ts';

/** What we write to somebody by e-mail. */
export interface Letter {
  /** One bare address, already checked. */
  to: string;
  language: Language;
  subject: string;
  /** Stands first and large, where there is one. */
  code?: string;
  /** Plain text, each a paragraph of its own. */
  paragraphs: readonly string[];
}

const CONNECT_MS = 10_000;
const SEND_MS = 30_000;

/** Hands a letter to the mail server. `id` becomes its Message-ID, by which one that is sent twice is known for the same. */
export async function sendMail(
  { SMTP_URL, MAIL_FROM }: Pick<Env, 'SMTP_URL' | 'MAIL_FROM'>,
  id: string,
  letter: Letter,
): Promise<void> {
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SEND_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: MAIL_FROM,
      // Not as text, in which a comma would begin a second address.
      to: { name: '', address: letter.to },
      subject: letter.subject,
      text: letterAsText(letter),
      html: letterAsHtml(letter),
      messageId: `<${id}@${MAIL_FROM?.replace(/^.*@|>$/g, '')}>`,
      // So that nobody's holiday notice answers it (RFC 3834).
      headers: { 'Auto-Submitted': 'auto-generated' },
      signal: AbortSignal.timeout(SEND_MS),
    });
  } catch (error) {
    throw asDeliveryError(error);
  } finally {
    transport.close();
  }
}

/** The server's words are left out: it likes to repeat the address in them. */
function asDeliveryError(error: unknown): DeliveryError {
  const { code = 'UNKNOWN', responseCode } = error as { code?: string; responseCode?: number };
  // Refused for good is only what the server has against this letter; that it does not let us in can be mended.
  const refused = code === 'EENVELOPE' || code === 'EMESSAGE';
  const reason = responseCode ? `${code} ${responseCode}` : code;
  return new DeliveryError(reason, refused && (responseCode ?? 0) >= 500);
}

export const letterAsText = ({ code, paragraphs }: Letter): string =>
  `${[...(code ? [code] : []), ...paragraphs].join('\n\n')}\n`;

/** One column in the reader's own font; nothing is fetched from anywhere. */
export function letterAsHtml({ language, subject, code, paragraphs }: Letter): string {
  const shown = paragraphs.map((text) => `<p style="margin:0 0 16px">${escapeHtml(text)}</p>`);
  const digits = code
    ? `<p style="margin:0 0 24px;font:600 32px/1.25 ui-monospace,Menlo,Consolas,monospace;letter-spacing:6px">${escapeHtml(code)}</p>`
    : '';
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:32px 24px">
<div style="max-width:480px;margin:0 auto;font:16px/1.6 -apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei',sans-serif">
${digits}${shown.join('\n')}
</div>
</body>
</html>
`;
}
