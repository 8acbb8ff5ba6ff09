export const SETTINGS = '/settings';

/** In the order in which the list shows them. */
export const SETTINGS_SECTIONS = [
  'profile',
  'security',
  'devices',
  'privacy',
  'appearance',
  'notifications',
  'data',
  'installation',
] as const;
export type SettingsSection = (typeof SETTINGS_SECTIONS)[number];

export const settingsPath = (section: SettingsSection): string => `${SETTINGS}/${section}`;

/** Which section an address shows, or the list of them; null for an address that leads nowhere. */
export function settingsPlace(pathname: string): SettingsSection | 'list' | null {
  const [, , name, ...deeper] = pathname.split('/');
  if (!name) return 'list';
  if (deeper.some(Boolean)) return null;
  return SETTINGS_SECTIONS.find((section) => section === name) ?? null;
}
