import { useLocale, useTranslations } from 'next-intl';
import { useTooManyAttempts } from '@/features/accounts/use-too-many-attempts';
import { momentTime } from '@/lib/time-format';

interface Refusal {
  error: string;
  limit?: number;
  retryAt?: string;
}

/** Why there is no archive now, and from when on there can be one; null where the person themself would rather not. */
export function useExportRefusal(): (refusal: Refusal) => string | null {
  const t = useTranslations('personalData.problem');
  const locale = useLocale();
  const tooManyAttempts = useTooManyAttempts();
  return ({ error, limit = 0, retryAt }) => {
    if (error === 'FreshSignInRequired') return null;
    if (error === 'TooManyAttempts') return tooManyAttempts(retryAt);
    if (error === 'DataExportLimit' && retryAt)
      return t('limit', { limit, until: momentTime(new Date(retryAt), new Date(), locale) });
    return t('unreachable');
  };
}
