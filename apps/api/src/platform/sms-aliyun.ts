import { createHash, createHmac, randomUUID } from 'node:crypto';
import { DeliveryError } from './delivery-error.ts';
import type { Env } from './env.ts';
import { askProvider, type ShortMessage } from './sms-provider.ts';

const ALGORITHM = 'ACS3-HMAC-SHA256';
const HOPELESS = new Set(['isv.MOBILE_NUMBER_ILLEGAL', 'isv.INVALID_PARAMETERS']);

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** RFC 3986, which encodes more than `encodeURIComponent`. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

export interface AliyunCall {
  host: string;
  action: string;
  version: string;
  parameters: Record<string, string>;
  date: string;
  nonce: string;
}

/**
 * The query and the headers of a signed call without a body (Alibaba Cloud, “V3 request body and signature method”):
 * everything that matters is in what is hashed, so that nothing of it can be altered or used again on the way.
 */
export function signAliyunCall(
  { ALIYUN_ACCESS_KEY_ID, ALIYUN_ACCESS_KEY_SECRET = '' }: Partial<Env>,
  { host, action, version, parameters, date, nonce }: AliyunCall,
): { query: string; headers: Record<string, string> } {
  const query = Object.entries(parameters)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
  const signed: Record<string, string> = {
    host,
    'x-acs-action': action,
    'x-acs-content-sha256': sha256(''),
    'x-acs-date': date,
    'x-acs-signature-nonce': nonce,
    'x-acs-version': version,
  };
  const names = Object.keys(signed).sort();
  const lines = names.map((name) => `${name}:${signed[name]}\n`).join('');
  const canonical = ['POST', '/', query, lines, names.join(';'), sha256('')].join('\n');
  const signature = createHmac('sha256', ALIYUN_ACCESS_KEY_SECRET)
    .update(`${ALGORITHM}\n${sha256(canonical)}`)
    .digest('hex');
  const credential = `Credential=${ALIYUN_ACCESS_KEY_ID},SignedHeaders=${names.join(';')}`;
  // `fetch` writes the host itself.
  const { host: _, ...headers } = signed;
  const authorization = `${ALGORITHM} ${credential},Signature=${signature}`;
  return { query, headers: { ...headers, authorization } };
}

/** Aliyun's SendSms (version 2017-05-25). It sends approved words only, into which the code is filled. */
export async function sendByAliyun(env: Env, { to, code }: ShortMessage): Promise<void> {
  const url = new URL('/', env.ALIYUN_SMS_URL);
  const { query, headers } = signAliyunCall(env, {
    host: url.host,
    action: 'SendSms',
    version: '2017-05-25',
    parameters: {
      // A Chinese number without its country, any other without the plus.
      PhoneNumbers: to.replace(/^\+(86)?/, ''),
      SignName: env.ALIYUN_SMS_SIGN_NAME ?? '',
      TemplateCode: env.ALIYUN_SMS_TEMPLATE ?? '',
      TemplateParam: JSON.stringify({ code }),
    },
    date: new Date().toISOString().replace(/\.\d+/, ''),
    nonce: randomUUID(),
  });
  url.search = query;
  const { status, body } = await askProvider(url, headers, '');
  if (status === 200 && body.Code === 'OK') return;
  const reason = String(body.Code ?? '');
  throw new DeliveryError(`ALIYUN ${status} ${reason}`, HOPELESS.has(reason));
}
