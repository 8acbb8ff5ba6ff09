/** What this tab knows of the server's clock: everything that expires is reckoned by it, because the browser's may be wrong. */
let ahead: number | null = null;

export function setServerTime(serverTime: string): void {
  ahead = Date.parse(serverTime) - Date.now();
}

export function serverNow(): number {
  return Date.now() + (ahead ?? 0);
}

/** Milliseconds that the server's clock is ahead of the browser's; null for as long as nothing has been heard of it. */
export function serverAhead(): number | null {
  return ahead;
}
