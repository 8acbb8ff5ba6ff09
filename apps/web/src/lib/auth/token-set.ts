/** What the API hands out for one signed-in device. Lives only in the encrypted session cookie. */
export interface TokenSet {
  userId: string;
  sessionId: string;
  accessToken: string;
  /** ISO 8601. */
  accessTokenExpiresAt: string;
  refreshToken: string;
  /** Reads files and nothing else: for what a page shows by address. */
  fileToken: string;
}

/** The part the browser may know, answered by /api/auth/session. The refresh token never leaves the cookie. */
export interface BrowserSession {
  userId: string;
  sessionId: string;
  accessToken: string;
  accessTokenExpiresAt: string;
  /** The server's clock at the moment of the answer, so that a wrong clock in the browser does not matter. */
  serverTime: string;
}
