import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SECRETS } from '../testing/secrets.ts';
import { DeliveryError } from './delivery-error.ts';
import { readEnv } from './env.ts';
import { sendSms } from './sms.ts';
import { signAliyunCall } from './sms-aliyun.ts';

/** Against servers that check every request the way the providers document it. */

interface Asked {
  method: string;
  url: URL;
  headers: IncomingMessage['headers'];
  body: string;
}

let server: Server;
let base: string;
const asked: Asked[] = [];
/** What the provider answers, given that it has found nothing wrong. */
let answer: { status: number; body: string } | null;
let check: (request: Asked) => { status: number; body: unknown };

beforeAll(async () => {
  server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    const request = {
      method: req.method ?? '',
      url: new URL(req.url ?? '', base),
      headers: req.headers,
      body: Buffer.concat(chunks).toString(),
    };
    asked.push(request);
    const { status, body } = check(request);
    const good = status < 300;
    res.statusCode = good && answer ? answer.status : status;
    res.setHeader('content-type', 'application/json');
    if (res.statusCode === 302) res.setHeader('location', `${base}/elsewhere`);
    res.end(good && answer ? answer.body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  asked.length = 0;
  answer = null;
});

const message = {
  to: '+8613812345678',
  language: 'zh-CN' as const,
  code: '042042',
  text: '042042 是你的茶馆验证码 & more + so on',
};

const settings = (more: Record<string, string>) =>
  readEnv({
    DATABASE_URL: 'postgresql://tea:house@localhost:5432/teahouse',
    ...SECRETS,
    ...more,
  });

async function failure(sending: Promise<void>): Promise<{ reason: string; final: boolean }> {
  const error = await sending.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!(error instanceof DeliveryError)) throw new Error(`Not refused: ${error}`);
  return { reason: error.message, final: error.final };
}

describe('Twilio', () => {
  const twilio = (more: Record<string, string> = {}) =>
    settings({
      SMS_PROVIDER: 'twilio',
      TWILIO_URL: base,
      TWILIO_ACCOUNT_SID: 'AC0123',
      TWILIO_AUTH_TOKEN: 'a secret',
      TWILIO_FROM: '+15005550006',
      ...more,
    });
  beforeEach(() => {
    check = ({ method, url, headers, body }) => {
      const login = Buffer.from('AC0123:a secret').toString('base64');
      if (method !== 'POST' || url.pathname !== '/2010-04-01/Accounts/AC0123/Messages.json')
        return { status: 404, body: { code: 20404 } };
      if (headers.authorization !== `Basic ${login}`) return { status: 401, body: { code: 20003 } };
      const form = new URLSearchParams(body);
      const sender = form.has('From') !== form.has('MessagingServiceSid');
      if (headers['content-type'] !== 'application/x-www-form-urlencoded' || !sender)
        return { status: 400, body: { code: 21603 } };
      return { status: 201, body: { sid: 'SM1', status: 'queued' } };
    };
  });

  test('gets the number, the sender and the whole text', async () => {
    await sendSms(twilio(), message);
    expect(Object.fromEntries(new URLSearchParams(asked[0]?.body))).toEqual({
      To: '+8613812345678',
      From: '+15005550006',
      Body: message.text,
    });
    await sendSms(twilio({ TWILIO_FROM: 'MG0123' }), message);
    expect(new URLSearchParams(asked[1]?.body).get('MessagingServiceSid')).toBe('MG0123');
  });

  test('is believed when it says that a number is none, and asked again for anything else', async () => {
    const refusals: [number, object | string, string, boolean][] = [
      [400, { code: 21211 }, 'TWILIO 400 21211', true],
      [400, { code: 21610 }, 'TWILIO 400 21610', true],
      [400, { code: 21606 }, 'TWILIO 400 21606', false],
      [429, { code: 20429 }, 'TWILIO 429 20429', false],
      [503, '<html>', 'TWILIO 503 0', false],
      [200, {}, 'TWILIO 200 0', false],
      [302, {}, 'UNREACHABLE', false],
    ];
    for (const [status, body, reason, final] of refusals) {
      answer = { status, body: typeof body === 'string' ? body : JSON.stringify(body) };
      expect(await failure(sendSms(twilio(), message))).toEqual({ reason, final });
    }
    answer = null;
    const wrong = twilio({ TWILIO_AUTH_TOKEN: 'another' });
    expect(await failure(sendSms(wrong, message))).toMatchObject({ final: false });
    const nowhere = twilio({ TWILIO_URL: 'http://127.0.0.1:9' });
    expect(await failure(sendSms(nowhere, message))).toEqual({
      reason: 'UNREACHABLE',
      final: false,
    });
  });
});

describe('Aliyun', () => {
  const aliyun = (more: Record<string, string> = {}) =>
    settings({
      SMS_PROVIDER: 'aliyun',
      ALIYUN_SMS_URL: base,
      ALIYUN_ACCESS_KEY_ID: 'LTAI0123',
      ALIYUN_ACCESS_KEY_SECRET: 'a secret',
      ALIYUN_SMS_SIGN_NAME: '茶馆 (测试)*',
      ALIYUN_SMS_TEMPLATE: 'SMS_154950909',
      ...more,
    });
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const nonces = new Set<string>();

  /** What the other side does with a request of the third signature version, written from its documentation alone. */
  function verify({ method, url, headers, body }: Asked): string | null {
    const given =
      /^ACS3-HMAC-SHA256 Credential=(.+),SignedHeaders=(.+),Signature=([0-9a-f]{64})$/.exec(
        headers.authorization ?? '',
      );
    if (!given) return 'IncompleteSignature';
    const [, key, names = '', signature] = given;
    if (key !== 'LTAI0123') return 'InvalidAccessKeyId.NotFound';
    const must = [
      'host',
      'x-acs-action',
      'x-acs-content-sha256',
      'x-acs-date',
      'x-acs-signature-nonce',
      'x-acs-version',
    ];
    if (!must.every((name) => names.split(';').includes(name))) return 'MissingHeader';
    if (headers['x-acs-content-sha256'] !== sha256(body)) return 'InvalidContentSha256';
    if (Math.abs(Date.parse(String(headers['x-acs-date'])) - Date.now()) > 900_000)
      return 'InvalidTimeStamp.Expired';
    const nonce = String(headers['x-acs-signature-nonce']);
    if (nonces.has(nonce)) return 'SignatureNonceUsed';
    nonces.add(nonce);
    const query = url.search.slice(1);
    const sorted = [...query.split('&')].sort().join('&');
    if (/[!'()*+]/.test(query)) return 'NotEncoded';
    const lines = names
      .split(';')
      .map((name) => `${name}:${String(headers[name]).trim()}\n`)
      .join('');
    const canonical = [method, url.pathname, sorted, lines, names, sha256(body)].join('\n');
    const expected = createHmac('sha256', 'a secret')
      .update(`ACS3-HMAC-SHA256\n${sha256(canonical)}`)
      .digest('hex');
    return signature === expected ? null : 'SignatureDoesNotMatch';
  }

  beforeEach(() => {
    check = (request) => {
      const wrong = verify(request);
      return wrong
        ? { status: 400, body: { Code: wrong } }
        : { status: 200, body: { Code: 'OK', Message: 'OK', BizId: '1', RequestId: '2' } };
    };
  });

  test('signs as the documentation’s own example does', () => {
    const { headers } = signAliyunCall(
      { ALIYUN_ACCESS_KEY_ID: 'YourAccessKeyId', ALIYUN_ACCESS_KEY_SECRET: 'YourAccessKeySecret' },
      {
        host: 'ecs.cn-shanghai.aliyuncs.com',
        action: 'RunInstances',
        version: '2014-05-26',
        parameters: {
          ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
          RegionId: 'cn-shanghai',
        },
        date: '2023-10-26T10:22:32Z',
        nonce: '3156853299f313e23d1673dc12e1703d',
      },
    );
    expect(headers.authorization).toBe(
      'ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0',
    );
  });

  test('gets the number as it wants it, the approved template and the code', async () => {
    await sendSms(aliyun(), message);
    const [request] = asked;
    expect(request?.headers).toMatchObject({
      'x-acs-action': 'SendSms',
      'x-acs-version': '2017-05-25',
    });
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      PhoneNumbers: '13812345678',
      SignName: '茶馆 (测试)*',
      TemplateCode: 'SMS_154950909',
      TemplateParam: '{"code":"042042"}',
    });
    await sendSms(aliyun(), { ...message, to: '+14155552671' });
    expect(asked[1]?.url.searchParams.get('PhoneNumbers')).toBe('14155552671');
  });

  test('is believed when it says that a number is none, and asked again for anything else', async () => {
    const refusals: [number, object, string, boolean][] = [
      [200, { Code: 'isv.MOBILE_NUMBER_ILLEGAL' }, 'ALIYUN 200 isv.MOBILE_NUMBER_ILLEGAL', true],
      [200, { Code: 'isv.BUSINESS_LIMIT_CONTROL' }, 'ALIYUN 200 isv.BUSINESS_LIMIT_CONTROL', false],
      [200, { Code: 'isv.AMOUNT_NOT_ENOUGH' }, 'ALIYUN 200 isv.AMOUNT_NOT_ENOUGH', false],
      [503, {}, 'ALIYUN 503 ', false],
    ];
    for (const [status, body, reason, final] of refusals) {
      answer = { status, body: JSON.stringify(body) };
      expect(await failure(sendSms(aliyun(), message))).toEqual({ reason, final });
    }
    answer = null;
    const wrong = aliyun({ ALIYUN_ACCESS_KEY_SECRET: 'another' });
    expect(await failure(sendSms(wrong, message))).toEqual({
      reason: 'ALIYUN 400 SignatureDoesNotMatch',
      final: false,
    });
  });
});
