import { deleteCopies } from '../copy/copy';

/** Read in the first frame, before any database could be opened. */
const KEY = 'teahouse-person';

/** Who is signed in on this device as far as it knows: whom the app opens for where there is no network. */
export function rememberedPerson(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** The server has shown a page for this person. */
export function rememberPerson(userId: string): void {
  const before = rememberedPerson();
  if (before === userId) return;
  try {
    localStorage.setItem(KEY, userId);
  } catch {
    // Without storage the app does not open without a network either.
  }
  if (before) void deleteCopies(before);
}

/** Signed out, or the session has ended: what was fetched for them goes, and opening the app leads to signing in. */
export async function forgetPerson(): Promise<void> {
  const person = rememberedPerson();
  if (!person) return;
  localStorage.removeItem(KEY);
  await deleteCopies(person);
}
