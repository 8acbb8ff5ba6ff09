import { smallerForm } from '@/features/media/addresses';
import { Picture } from '@/features/media/components/picture';
import type { Media_image } from '@/features/media/documents';
import type { ResultOf } from '@/lib/graphql';

/** The picture at the head of a page, cut to its place. */
export function CoverPicture({ image }: { image: ResultOf<typeof Media_image> }) {
  return (
    <Picture
      src={smallerForm(image.url, 'preview')}
      placeholder={image.placeholder}
      alt=""
      className="absolute inset-0 size-full"
    />
  );
}
