'use client';

import './styles/globals.css';

type GlobalErrorProps = { error: Error & { digest?: string }; reset: () => void };

/** The root layout itself failed, and with it the catalogues: both languages, without them. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  return (
    <html lang="en">
      <body>
        <main className="flex min-h-dvh flex-col items-center justify-center gap-2 bg-paper p-8 text-center text-ink">
          <h1 className="font-semibold text-title">Teahouse could not open this page</h1>
          <p className="text-ink-2" lang="zh-CN">
            茶馆暂时无法打开此页面
          </p>
          {error.digest && (
            <p className="tabular select-all text-ink-2 text-meta">{error.digest}</p>
          )}
          <button
            type="button"
            onClick={reset}
            className="mt-4 h-11 rounded-control bg-leaf px-5 font-medium text-on-leaf"
          >
            Try again · <span lang="zh-CN">重试</span>
          </button>
        </main>
      </body>
    </html>
  );
}
