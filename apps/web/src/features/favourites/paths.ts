export const SAVED = ['favourites', 'reminders', 'scheduled'] as const;
export type SavedPage = (typeof SAVED)[number];

export const savedPath = (page: SavedPage): string =>
  page === 'favourites' ? '/saved' : `/saved/${page}`;

/** Which part of what is saved an address shows. */
export function savedPage(pathname: string): SavedPage {
  const [, , page] = pathname.split('/');
  return SAVED.find((name) => name === page) ?? 'favourites';
}
