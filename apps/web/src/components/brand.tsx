import { cn } from './ui/cn';

/** A cup with one leaf over it: the only mark of the house. */
export function BrandMark({ className }: { className?: string }) {
  return (
    <svg
      viewBox="0 0 32 32"
      className={cn('size-8', className)}
      aria-hidden="true"
      focusable="false"
    >
      <path
        className="fill-ink"
        d="M4.5 15.5h23c0 5.6-3 9.6-7.4 11.1v.9c0 .6-.4 1-1 1h-6.2c-.6 0-1-.4-1-1v-.9C7.500 25.100 4.500 21.100 4.500 15.500Z"
      />
      <path
        className="fill-leaf"
        d="M14.600 13c-.9-5.200 1.700-9.300 8.400-10.100.7 6.300-2.300 9.900-7.100 10.100 1-2.700 2.300-4.600 4.200-6.400-2.500 1.500-4.300 3.500-5.500 6.400Z"
      />
    </svg>
  );
}

export function Wordmark({ className }: { className?: string }) {
  return (
    <span className={cn('inline-flex items-center gap-2.5', className)}>
      <BrandMark />
      <span className="flex items-baseline gap-2 leading-none">
        <span className="font-semibold text-lead tracking-[0.08em]" lang="zh-CN">
          茶馆
        </span>
        <span className="font-semibold text-lead tracking-[-0.01em]" lang="en">
          Teahouse
        </span>
      </span>
    </span>
  );
}
