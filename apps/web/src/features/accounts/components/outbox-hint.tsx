import { useTranslations } from 'next-intl';

/** In development there is a page instead of letters and short messages. */
export function OutboxHint({ outbox }: { outbox: string | null }) {
  const t = useTranslations('codes');
  if (!outbox) return null;
  return (
    <p className="mt-6 rounded-control border border-line-strong border-dashed px-3 py-2.5 text-ink-2 text-meta">
      {t.rich('outbox', {
        link: (chunks) => (
          <a
            href={outbox}
            target="_blank"
            rel="noreferrer"
            className="font-medium text-leaf-ink underline underline-offset-4"
          >
            {chunks}
          </a>
        ),
      })}
    </p>
  );
}
