/** Whether the server has another version of the app than this page is of. While nobody answers, it has not. */
export async function isOutdated(): Promise<boolean> {
  try {
    const answer = await fetch('/offline/assets', { cache: 'no-store' });
    const { build } = await answer.json();
    return typeof build === 'string' && build !== document.documentElement.dataset.build;
  } catch {
    return false;
  }
}
