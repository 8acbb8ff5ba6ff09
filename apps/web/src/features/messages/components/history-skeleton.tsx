import { Skeleton } from '@/components/ui/skeleton';

const shapes = [
  { own: false, width: 'w-56' },
  { own: false, width: 'w-80' },
  { own: true, width: 'w-48' },
  { own: false, width: 'w-64' },
  { own: true, width: 'w-72' },
  { own: true, width: 'w-40' },
];

/** Bubbles to come, where they will be: at the foot. */
export function HistorySkeleton({ inGroup }: { inGroup: boolean }) {
  return (
    <div className="pointer-events-none absolute inset-x-0 bottom-0 mx-auto flex w-full max-w-(--measure) flex-col gap-2 px-4">
      {shapes.map(({ own, width }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed shapes without an identity.
        <div key={index} className={own ? 'flex justify-end' : 'flex gap-2.5'}>
          {inGroup && !own && <Skeleton className="size-8 rounded-full" />}
          <Skeleton className={`h-9 max-w-[70vw] rounded-bubble ${width}`} />
        </div>
      ))}
    </div>
  );
}
