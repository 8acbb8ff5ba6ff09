import { expect, test } from 'vitest';
import { albumPath, MOMENT_NOTICES, MOMENTS, momentPath, momentsPlace } from './paths';

test('an address leads to the page it was made for', () => {
  expect(momentsPlace(MOMENTS)).toEqual({ page: 'feed' });
  expect(momentsPlace(MOMENT_NOTICES)).toEqual({ page: 'notices' });
  expect(momentsPlace(momentPath('a/b'))).toEqual({ page: 'post', id: 'a/b' });
  expect(momentsPlace(albumPath('u1'))).toEqual({ page: 'album', id: 'u1' });
});

test('an address that was made by nobody shows the feed', () => {
  for (const path of ['/moments/posts', '/moments/toString/1', '/moments/posts/%zz'])
    expect(momentsPlace(path)).toEqual({ page: 'feed' });
});
