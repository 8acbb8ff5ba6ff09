import { ownAddress, smallerForm } from '@/features/media/addresses';
import type { ViewerItem } from '@/features/media/viewing';
import type { Moment } from './documents';

type Media = Moment['attachments'][number];
/** What a post shows; nothing else can be in one. */
export type ShownMedia = Extract<Media, { __typename: 'Image' | 'Video' }>;

export const shownMedia = (media: readonly Media[]): ShownMedia[] =>
  media.filter((one) => one.__typename === 'Image' || one.__typename === 'Video');

/** A picture that is cut to a square shows its shorter side; one longer than this needs the larger size for it. */
const LONG = 1.6;

/** The address of what is shown in the page, for a place that is `large` or not; null where there is nothing to be shown. */
export function pictureAddress(media: ShownMedia, large: boolean): string | null {
  if (media.__typename === 'Video') return media.posterUrl ? ownAddress(media.posterUrl) : null;
  const { width, height } = media;
  const long = Math.max(width, height) / Math.max(1, Math.min(width, height)) > LONG;
  return smallerForm(media.url, large || long ? 'preview' : 'thumbnail');
}

export function viewerItem(media: ShownMedia): ViewerItem {
  const { id, fileName: name, width, height, placeholder } = media;
  const shared = { id, name, width, height, placeholder };
  return media.__typename === 'Video'
    ? {
        ...shared,
        kind: 'VIDEO',
        animated: false,
        previewUrl: media.posterUrl && ownAddress(media.posterUrl),
        fullUrl: ownAddress(media.url),
      }
    : {
        ...shared,
        kind: 'IMAGE',
        animated: media.animated,
        previewUrl: smallerForm(media.url, 'preview'),
        fullUrl: ownAddress(media.url),
      };
}
