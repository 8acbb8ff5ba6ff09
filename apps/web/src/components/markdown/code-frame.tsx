'use client';

import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { cn } from '@/components/ui/cn';
import { IconButton } from '@/components/ui/icon-button';
import { useScrollable } from './use-scrollable';

const COPIED_MS = 2_000;

type CodeFrameProps = {
  /** The language, as the reader is told; empty where it is unknown. */
  label: string;
  code: string;
  /** The code as it is shown, in colours or plain. */
  children: ReactNode;
};

/** A block of code: its language, a button that copies it, and long lines that scroll instead of breaking. */
export function CodeFrame({ label, code, children }: CodeFrameProps) {
  const t = useTranslations('markdown');
  const [observe, scrollable] = useScrollable();
  const region = {
    role: 'region',
    tabIndex: 0,
    'aria-label': label ? t('codeIn', { language: label }) : t('code'),
  };
  return (
    <figure className="relative min-w-0 max-w-full overflow-hidden rounded-control border border-inset-line bg-inset">
      {label && (
        <figcaption
          translate="no"
          className="flex h-9 items-center truncate ps-3 pe-12 text-ink-2 text-meta touch:h-11"
        >
          {label}
        </figcaption>
      )}
      <CopyButton code={code} />
      <pre
        ref={observe}
        {...(scrollable && region)}
        dir="ltr"
        translate="no"
        className={cn(
          'overflow-x-auto px-3 pb-3 font-mono text-[0.8125rem] text-ink leading-5',
          '[overflow-wrap:normal] [tab-size:4] [text-autospace:no-autospace] focus-visible:outline-offset-[-2px]',
          // Long lines end before the button where there is no line of its own for it.
          !label && 'me-10 pt-2.5 pb-2.5 touch:me-12',
        )}
      >
        <code>{children}</code>
      </pre>
    </figure>
  );
}

function CopyButton({ code }: { code: string }) {
  const t = useTranslations('markdown');
  const [copied, setCopied] = useState(false);
  const frame = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    const block = frame.current?.closest('figure')?.querySelector('code');
    if (await copyText(code, block)) setCopied(true);
  };
  return (
    <span ref={frame} className="absolute end-0.5 top-0.5 flex">
      <IconButton
        label={copied ? t('copied') : t('copy')}
        className="size-8 touch:size-10 [&_.lucide]:size-4"
        onClick={() => void copy()}
      >
        {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </IconButton>
      <span role="status" className="sr-only">
        {copied && t('copied')}
      </span>
    </span>
  );
}

/** Pages without TLS have no clipboard; there the code is selected, and copied the old way where that still works. */
async function copyText(text: string, shown: Element | null | undefined): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  if (shown) getSelection()?.selectAllChildren(shown);
  return document.execCommand('copy');
}
