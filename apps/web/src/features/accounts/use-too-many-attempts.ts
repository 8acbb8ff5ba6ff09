import { useFormatter, useTranslations } from 'next-intl';

/** That nobody listens to more attempts for now, and until when where that is known. */
export function useTooManyAttempts(): (retryAt?: string | null) => string {
  const t = useTranslations('accounts.problem');
  const format = useFormatter();
  return (retryAt) => {
    if (!retryAt) return t('tooManyAttempts');
    const time = format.dateTime(new Date(retryAt), { hour: 'numeric', minute: '2-digit' });
    return t('tooManyAttemptsUntil', { time });
  };
}
