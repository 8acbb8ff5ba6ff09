/** Who is asking: an account, through one of its signed-in devices. */
export interface Viewer {
  accountId: string;
  sessionId: string;
}
