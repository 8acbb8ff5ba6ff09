import { cookies, headers } from 'next/headers';
import { getRequestConfig } from 'next-intl/server';
import { formats } from './formats';
import { isLocale, LOCALE_COOKIE, type Locale, negotiateLocale } from './locale';

const catalogues: Record<Locale, () => Promise<{ default: object }>> = {
  en: () => import('../../messages/en.json'),
  'zh-CN': () => import('../../messages/zh-CN.json'),
};

export default getRequestConfig(async () => {
  const chosen = (await cookies()).get(LOCALE_COOKIE)?.value;
  const locale = isLocale(chosen)
    ? chosen
    : negotiateLocale((await headers()).get('accept-language'));
  return { locale, formats, messages: (await catalogues[locale]()).default };
});
