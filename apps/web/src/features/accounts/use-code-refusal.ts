import { useFormatter, useTranslations } from 'next-intl';
import type { CodeRefused } from './codes';

/** Why a code was not sent or not taken, and what to do. */
export function useCodeRefusal(): (refused: CodeRefused) => string {
  const t = useTranslations('codes.problem');
  const format = useFormatter();
  return ({ error, triesLeft = 0, retryAt }) => {
    switch (error) {
      case 'WrongCode':
        return t('wrong', { triesLeft });
      case 'CodeExpired':
        return t('expired');
      case 'InvalidField':
        return t('address');
      case 'CaptchaRequired':
      case 'CaptchaInvalid':
      case 'CaptchaUnsolved':
        return t('captcha');
      case 'EmailTaken':
        return t('taken');
      case 'PhoneTaken':
        return t('phoneTaken');
      case 'EmailDomainRefused':
        return t('domain');
      case 'NotFound':
        return t('nothingToConfirm');
      case 'FreshSignInRequired':
        return t('fresh');
      case 'ServerBusy':
        return t('busy');
      case 'TooManyAttempts': {
        if (!retryAt) return t('tooMany');
        const at = new Date(retryAt);
        return t('tooManyUntil', {
          time: format.dateTime(at, { hour: 'numeric', minute: '2-digit', second: '2-digit' }),
        });
      }
      default:
        return t('unreachable');
    }
  };
}
