import { solvePuzzle } from './captcha-puzzle';

/** The work is done beside the page, which goes on taking what is typed. */
self.onmessage = async ({ data }: MessageEvent<string>) => {
  try {
    self.postMessage({ solution: await solvePuzzle(data) });
  } catch (error) {
    self.postMessage({ problem: String(error) });
  }
};
