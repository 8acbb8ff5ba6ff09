const KEY = 'teahouse-verify-email';

/** Has the app, once it opens after registering, ask for the code at once. Later it only offers to. */
export function askToVerify(): void {
  window.sessionStorage.setItem(KEY, '1');
}

/** Whether somebody has just registered in this tab; true once. */
export function isAskedToVerify(): boolean {
  const asked = window.sessionStorage.getItem(KEY) !== null;
  window.sessionStorage.removeItem(KEY);
  return asked;
}
