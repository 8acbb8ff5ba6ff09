import { DeliveryError } from './delivery-error.ts';
import type { Env } from './env.ts';
import { sendByAliyun } from './sms-aliyun.ts';
import type { ShortMessage } from './sms-provider.ts';
import { sendByTwilio } from './sms-twilio.ts';

/** Hands a short message to the provider that the settings name. */
export async function sendSms(env: Env, message: ShortMessage): Promise<void> {
  if (env.SMS_PROVIDER === 'twilio') await sendByTwilio(env, message);
  else if (env.SMS_PROVIDER === 'aliyun') await sendByAliyun(env, message);
  else throw new DeliveryError('NOT_CONFIGURED', false);
}
