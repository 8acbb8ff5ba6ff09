import { Picture } from '@/features/media/components/picture';
import { pictureAddress, type ShownMedia } from '../shown-media';

type MediaPictureProps = {
  media: ShownMedia;
  /** It stands alone, or is one of two in a line. */
  large?: boolean;
};

/** A picture, or the poster of a video, cut to the box it is put into. What it is, says the box. */
export function MediaPicture({ media, large = false }: MediaPictureProps) {
  return (
    <Picture
      src={pictureAddress(media, large)}
      placeholder={media.placeholder}
      alt=""
      className="size-full"
    />
  );
}
