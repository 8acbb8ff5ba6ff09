import { expect, test } from 'vitest';
import { unfit } from './components/composer/use-attaching';

const image = { file: { kind: 'IMAGE' as const } };
const video = { file: { kind: 'VIDEO' as const } };
const pictures = (count: number) => Array.from({ length: count }, () => image);

test('a post takes as many pictures as the API does', () => {
  expect(unfit(pictures(8), image.file, 9)).toBeNull();
  expect(unfit(pictures(9), image.file, 9)).toBe('tooMany');
});

test('or one video and nothing else', () => {
  expect(unfit([], video.file, 9)).toBeNull();
  expect(unfit([video], image.file, 9)).toBe('oneVideo');
  expect(unfit(pictures(1), video.file, 9)).toBe('oneVideo');
});

test('what no browser could show is no part of a post', () => {
  expect(unfit([], { kind: 'FILE' }, 9)).toBe('notShown');
});
