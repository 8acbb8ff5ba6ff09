import { safeHref } from '@/components/markdown/links';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';

const CARD =
  'flex w-full min-w-0 max-w-110 overflow-hidden rounded-control border border-inset-line bg-inset text-start';
const WORDS = 'flex min-w-0 flex-1 flex-col gap-0.5 px-3 py-2';
const PICTURE = 'w-20 shrink-0 self-stretch bg-inset';

type LinkCardProps = {
  url: string;
  title: string;
  description?: string | null;
  siteName?: string | null;
  /** A small picture from our own origin; nothing else is ever loaded. */
  imageUrl?: string | null;
};

/** What a linked page says of itself. The whole card is the link. */
export function LinkCard({ url, title, description, siteName, imageUrl }: LinkCardProps) {
  const href = safeHref(url);
  if (href === null) return null;
  return (
    <a
      href={href}
      title={href}
      target="_blank"
      rel="noopener noreferrer nofollow"
      className={cn(CARD, 'transition-colors hover:border-ink-3/60')}
    >
      <span className={WORDS}>
        <span className="line-clamp-2 font-medium text-ink text-label" dir="auto">
          {title}
        </span>
        {description && (
          <span className="line-clamp-2 text-ink-2 text-meta" dir="auto">
            {description}
          </span>
        )}
        <span className="flex min-w-0 gap-1.5 text-ink-2 text-meta">
          {siteName && (
            <span className="min-w-0 truncate" dir="auto">
              {siteName}
            </span>
          )}
          <span className="min-w-0 shrink-0 truncate" dir="ltr" translate="no">
            {readableHost(new URL(href).hostname)}
          </span>
        </span>
      </span>
      {imageUrl && (
        // biome-ignore lint/performance/noImgElement: it comes in its final size, from our own storage.
        <img
          src={imageUrl}
          alt=""
          width={80}
          height={80}
          loading="lazy"
          decoding="async"
          className={cn(PICTURE, 'object-cover')}
        />
      )}
    </a>
  );
}

/** The card's place while its words are on their way: a line of title, two of description, one of host. */
export function LinkCardSkeleton({ withImage = false }: { withImage?: boolean }) {
  return (
    <div className={CARD} aria-hidden="true">
      <div className={cn(WORDS, 'gap-2')}>
        <Skeleton className="bg-inset-line h-4 w-3/5" />
        <Skeleton className="bg-inset-line h-3.5 w-full" />
        <Skeleton className="bg-inset-line h-3.5 w-4/5" />
        <Skeleton className="bg-inset-line h-3 w-2/5" />
      </div>
      {withImage && <div className={PICTURE} />}
    </div>
  );
}

/** The host alone is what one can trust of a card: `www.` says nothing, and everything else stays as it is. */
const readableHost = (hostname: string) => hostname.replace(/^www\.(?=[^.]+\.)/u, '');
