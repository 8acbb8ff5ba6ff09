/** What this tab knows of the server's clock: everything that expires is reckoned by it, because the browser's may be wrong. */
let ahead = 0;

export function setServerTime(serverTime: string): void {
  ahead = Date.parse(serverTime) - Date.now();
}

export function serverNow(): number {
  return Date.now() + ahead;
}
