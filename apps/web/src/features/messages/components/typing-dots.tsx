/** Three dots in a slow wave. Decorative: words stand beside it. */
export function TypingDots() {
  return (
    <span aria-hidden="true" className="inline-flex items-center gap-0.75">
      <span className="size-1.25 animate-typing rounded-full bg-leaf" />
      <span className="size-1.25 animate-typing rounded-full bg-leaf [animation-delay:150ms]" />
      <span className="size-1.25 animate-typing rounded-full bg-leaf [animation-delay:300ms]" />
    </span>
  );
}
