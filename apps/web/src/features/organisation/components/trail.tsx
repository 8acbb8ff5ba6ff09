'use client';

import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Fragment } from 'react';
import { Opener, type Opening } from './opener';

type Step = { id: string; departmentName: string };
type TrailProps = Opening & {
  /** From the top down to where one is. */
  steps: readonly Step[];
  /** Places that cannot be gone to, being where one is. */
  label?: string;
};

/** The way from the organisation to where one is; each step leads back. */
export function Trail({ steps, label, ...opening }: TrailProps) {
  const t = useTranslations('organisation');
  return (
    <nav aria-label={t('trail')} className="min-w-0">
      <ol className="flex flex-wrap items-center text-label">
        <li className="min-w-0">
          <TrailStep
            id={null}
            name={label ?? t('title')}
            current={steps.length === 0}
            {...opening}
          />
        </li>
        {steps.map(({ id, departmentName }, index) => (
          <Fragment key={id}>
            <li aria-hidden="true">
              <ChevronRight className="size-4 text-ink-3 rtl:rotate-180" />
            </li>
            <li className="min-w-0">
              <TrailStep
                id={id}
                name={departmentName}
                current={index === steps.length - 1}
                {...opening}
              />
            </li>
          </Fragment>
        ))}
      </ol>
    </nav>
  );
}

type TrailStepProps = Opening & { id: string | null; name: string; current: boolean };

function TrailStep({ id, name, current, ...opening }: TrailStepProps) {
  if (current)
    return (
      <span aria-current="location" className="block truncate px-1.5 py-1.5 font-medium text-ink">
        <bdi>{name}</bdi>
      </span>
    );
  return (
    <Opener
      {...opening}
      id={id}
      className="flex min-h-8 max-w-full items-center rounded-control px-1.5 text-leaf-ink hover:bg-leaf-tint touch:min-h-11"
    >
      <bdi className="truncate">{name}</bdi>
    </Opener>
  );
}
