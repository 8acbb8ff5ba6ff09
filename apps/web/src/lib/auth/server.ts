import 'server-only';
import { cookies } from 'next/headers';
import { readSessionCookie } from './session-cookie';

export interface SignedInPerson {
  userId: string;
  sessionId: string;
}

/** Who the cookie says is looking at this page. The API alone decides what they may see. */
export async function readSession(): Promise<SignedInPerson | null> {
  const token = await readSessionCookie(await cookies());
  return token?.userId ? { userId: token.userId, sessionId: token.sessionId } : null;
}
