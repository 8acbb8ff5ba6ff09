import { expect, test } from 'vitest';
import { standingOf } from './strangers';

type State = 'NEW' | 'SENT' | 'RECEIVED' | 'ACCEPTED' | null;
const peer = (strangerState: State) => ({ blocked: false, strangerState, unreachable: null });

test('strangers say one thing, and wait; what is on its way counts as said', () => {
  expect(standingOf(peer('NEW'), false)).toBe('first');
  expect(standingOf(peer('NEW'), true)).toBe('waiting');
  expect(standingOf(peer('SENT'), false)).toBe('waiting');
  expect(standingOf(peer('RECEIVED'), true)).toBe('asked');
});

test('friends, people who talk and conversations of more than two are free', () => {
  for (const free of [null, peer(null), peer('ACCEPTED')])
    expect(standingOf(free, true)).toBe('free');
});

test('where nothing would be taken one does not begin to write, however far one has come', () => {
  for (const state of ['NEW', 'SENT', 'RECEIVED', 'ACCEPTED'] as const)
    for (const unsent of [true, false])
      expect(standingOf({ ...peer(state), unreachable: 'STRANGERS_CLOSED' }, unsent)).toBe(
        'closed',
      );
  expect(standingOf({ ...peer('NEW'), unreachable: 'REFUSED' }, false)).toBe('refused');
  for (const blocked of [true, false])
    expect(standingOf({ ...peer('ACCEPTED'), unreachable: 'DELETED', blocked }, false)).toBe(
      'deleted',
    );
});

test('whom one has blocked one does not write to, whatever else stands between the two', () => {
  for (const state of [null, 'NEW', 'SENT', 'RECEIVED', 'ACCEPTED'] as const)
    for (const unreachable of [null, 'REFUSED', 'STRANGERS_CLOSED'] as const)
      expect(standingOf({ ...peer(state), unreachable, blocked: true }, false)).toBe('blocked');
});
