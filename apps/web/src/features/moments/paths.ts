export const MOMENTS = '/moments';
export const MOMENT_NOTICES = '/moments/notices';

export const momentPath = (id: string): string => `${MOMENTS}/posts/${encodeURIComponent(id)}`;
export const albumPath = (userId: string): string =>
  `${MOMENTS}/people/${encodeURIComponent(userId)}`;

export type MomentsPlace =
  | { page: 'feed' }
  | { page: 'notices' }
  | { page: 'post'; id: string }
  | { page: 'album'; id: string };

const PAGES = { posts: 'post', people: 'album' } as const;

/** Which page of Moments an address shows. */
export function momentsPlace(pathname: string): MomentsPlace {
  if (pathname === MOMENT_NOTICES) return { page: 'notices' };
  const [, , section, id] = pathname.split('/');
  if (!isSection(section) || !id) return { page: 'feed' };
  try {
    return { page: PAGES[section], id: decodeURIComponent(id) };
  } catch {
    return { page: 'feed' };
  }
}

const isSection = (name: string | undefined): name is keyof typeof PAGES =>
  name !== undefined && Object.hasOwn(PAGES, name);
