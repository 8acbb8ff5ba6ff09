import { getTranslations } from 'next-intl/server';
import { TeaDrawing } from '@/components/tea-drawing';
import { buttonVariants } from '@/components/ui/button-variants';

export default async function NotFound() {
  const t = await getTranslations('errors');
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center bg-paper p-8 text-center">
      <TeaDrawing className="w-40" />
      <h1 className="mt-8 font-semibold text-title">{t('notFoundTitle')}</h1>
      <p className="mt-2 max-w-90 text-ink-2">{t('notFoundBody')}</p>
      <a href="/chats" className={`${buttonVariants({ variant: 'primary' })} mt-6`}>
        {t('home')}
      </a>
    </main>
  );
}
