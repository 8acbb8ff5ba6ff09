import type { MetadataRoute } from 'next';
import { getTranslations } from 'next-intl/server';
import { CHROME_COLOR } from '@/components/appearance';

export default async function manifest(): Promise<MetadataRoute.Manifest> {
  const t = await getTranslations('brand');
  return {
    name: t('name'),
    short_name: t('name'),
    description: t('description'),
    start_url: '/chats',
    display: 'standalone',
    background_color: CHROME_COLOR.light,
    theme_color: CHROME_COLOR.light,
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
