import type { ReactNode } from 'react';

type SettingsGroupProps = { title: string; hint?: ReactNode; children: ReactNode };

/** Settings that belong together, on a page of settings. */
export function SettingsGroup({ title, hint, children }: SettingsGroupProps) {
  return (
    <section aria-label={title}>
      <h2 className="font-semibold text-body">{title}</h2>
      {hint && <p className="mt-0.5 text-ink-2 text-label">{hint}</p>}
      <div className="mt-2 border-line border-t">{children}</div>
    </section>
  );
}

type SettingsRowProps = {
  label: ReactNode;
  /** What is set at present, or what the setting does. */
  hint?: ReactNode;
  /** The control that changes it. */
  children?: ReactNode;
};

export function SettingsRow({ label, hint, children }: SettingsRowProps) {
  return (
    <div className="flex min-h-14 flex-wrap items-center justify-between gap-x-6 gap-y-2 border-line border-b py-2.5">
      <div className="min-w-0 flex-1 basis-40">
        <p className="break-words text-body">{label}</p>
        {hint && <div className="break-words text-ink-2 text-label">{hint}</div>}
      </div>
      {children}
    </div>
  );
}
