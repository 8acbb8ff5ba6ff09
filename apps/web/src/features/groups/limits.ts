/** What the API takes; said here as well, so that a field stops where it must. */
export const NAME_MOST = 50;
export const DESCRIPTION_MOST = 500;
export const NICKNAME_MOST = 30;
export const NOTE_MOST = 200;
export const ANNOUNCEMENT_MOST = 2_000;
