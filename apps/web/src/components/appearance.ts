import { keepForOffline } from '@/lib/service-worker';

export const THEME_COOKIE = 'teahouse_theme';
export const TEXT_SIZE_COOKIE = 'teahouse_text';
export const LIST_WIDTH_COOKIE = 'teahouse_list';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const textSizes = ['small', 'normal', 'large'] as const;
export type TextSize = (typeof textSizes)[number];

export const LIST_WIDTH = { least: 260, normal: 320, most: 440 } as const;

/** Browser and window chrome cannot read CSS variables; appearance.test.ts holds these to the tokens. */
export const CHROME_COLOR = { light: '#f4f2ec', dark: '#1a1d22' } as const;

export function themeFrom(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

export function textSizeFrom(value: string | undefined): TextSize {
  return value === 'small' || value === 'large' ? value : 'normal';
}

export function listWidthFrom(value: string | undefined): number {
  const width = Number(value);
  return Number.isFinite(width) && width > 0 ? clampListWidth(width) : LIST_WIDTH.normal;
}

export function clampListWidth(width: number): number {
  return Math.round(Math.min(LIST_WIDTH.most, Math.max(LIST_WIDTH.least, width)));
}

/**
 * Looks are kept in cookies rather than in localStorage so that the server renders them: no flash,
 * and no inline script that the Content-Security-Policy would have to let through.
 */
export function rememberLook(cookie: string, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every supported browser.
  document.cookie = `${cookie}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
  keepForOffline();
}
