/** In which the API writes letters to whoever asks: the page's language, which need not be the browser's. */
export const pageLanguage = (): string => globalThis.document?.documentElement.lang || 'en';
