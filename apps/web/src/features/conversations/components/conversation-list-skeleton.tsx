import { Skeleton } from '@/components/ui/skeleton';

const widths = ['w-24', 'w-32', 'w-20', 'w-28', 'w-36', 'w-24', 'w-28'];

export function ConversationListSkeleton() {
  return (
    <div className="flex flex-col px-2">
      {widths.map((width, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: fixed shapes without an identity.
        <div key={index} className="flex h-16 items-center gap-3 px-2">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className={`h-3.5 ${width}`} />
            <Skeleton className="h-3 w-full" />
          </div>
        </div>
      ))}
    </div>
  );
}
