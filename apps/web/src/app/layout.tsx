import './styles/globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { NextIntlClientProvider } from 'next-intl';
import { getLocale, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import {
  CHROME_COLOR,
  TEXT_SIZE_COOKIE,
  THEME_COOKIE,
  textSizeFrom,
  themeFrom,
} from '@/components/appearance';
import { AppearanceProvider } from '@/components/appearance-provider';
import { ToastLayer } from '@/components/ui/toast';
import { TooltipLayer } from '@/components/ui/tooltip';
import { buildId } from '@/lib/build';
import { latin, latinExt } from './fonts';

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations('brand');
  return {
    title: { default: t('name'), template: `%s · ${t('name')}` },
    description: t('description'),
    applicationName: t('name'),
    robots: { index: false, follow: false },
    referrer: 'same-origin',
  };
}

export async function generateViewport(): Promise<Viewport> {
  const theme = themeFrom((await cookies()).get(THEME_COOKIE)?.value);
  return {
    width: 'device-width',
    initialScale: 1,
    viewportFit: 'cover',
    interactiveWidget: 'resizes-content',
    themeColor:
      theme === 'system'
        ? [
            { media: '(prefers-color-scheme: light)', color: CHROME_COLOR.light },
            { media: '(prefers-color-scheme: dark)', color: CHROME_COLOR.dark },
          ]
        : CHROME_COLOR[theme],
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const locale = await getLocale();
  const t = await getTranslations('common');
  const jar = await cookies();
  const theme = themeFrom(jar.get(THEME_COOKIE)?.value);
  const textSize = textSizeFrom(jar.get(TEXT_SIZE_COOKIE)?.value);
  return (
    <html
      lang={locale}
      data-build={buildId()}
      data-theme={theme}
      data-text={textSize}
      className={`${latin.variable} ${latinExt.variable}`}
    >
      <body>
        <NextIntlClientProvider>
          <AppearanceProvider theme={theme} textSize={textSize}>
            {children}
            <TooltipLayer />
            <ToastLayer closeLabel={t('close')} />
          </AppearanceProvider>
        </NextIntlClientProvider>
      </body>
    </html>
  );
}
