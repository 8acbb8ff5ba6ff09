/** A page that is covered draws no frames. */
const AT_MOST_MS = 100;

let coming: Promise<void> | null = null;

/** When the frame that comes next has been drawn. */
export function afterFrame(): Promise<void> {
  coming ??= new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      coming = null;
      resolve();
    };
    const timer = setTimeout(over, AT_MOST_MS);
    // A frame is drawn when its callbacks have run: a task after them comes behind it.
    requestAnimationFrame(() => setTimeout(over));
  });
  return coming;
}
