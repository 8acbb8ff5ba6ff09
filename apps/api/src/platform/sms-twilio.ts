import { DeliveryError } from './delivery-error.ts';
import type { Env } from './env.ts';
import { askProvider, type ShortMessage } from './sms-provider.ts';

/** Numbers that cannot or must not get one: invalid, unreachable from here, unsubscribed, not a mobile phone. */
const HOPELESS = new Set([21211, 21408, 21610, 21612, 21614]);

/** Twilio's Messages resource, and whatever speaks the same (https://www.twilio.com/docs/messaging/api/message-resource). */
export async function sendByTwilio(
  { TWILIO_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_FROM = '' }: Env,
  { to, text }: ShortMessage,
): Promise<void> {
  const url = new URL(`/2010-04-01/Accounts/${TWILIO_ACCOUNT_SID}/Messages.json`, TWILIO_URL);
  const login = Buffer.from(`${TWILIO_ACCOUNT_SID}:${TWILIO_AUTH_TOKEN}`).toString('base64');
  const sender = /^MG/.test(TWILIO_FROM) ? 'MessagingServiceSid' : 'From';
  const { status, body } = await askProvider(
    url,
    {
      authorization: `Basic ${login}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    new URLSearchParams({ To: to, [sender]: TWILIO_FROM, Body: text }).toString(),
  );
  if (status === 201) return;
  const code = Number(body.code) || 0;
  throw new DeliveryError(`TWILIO ${status} ${code}`, HOPELESS.has(code));
}
