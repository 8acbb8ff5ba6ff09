import { describe, expect, test } from 'vitest';
import { MentionTrail } from './mention-trail';

describe('opened at its end, far below what is unread', () => {
  function opened() {
    const trail = new MentionTrail(100);
    trail.takePlaces([120, 150, 400, 790]);
    trail.shows(780, 800);
    trail.readUntil(800);
    return trail;
  }

  test('what was passed over waits, though it counts as read; what is on the screen does not', () => {
    expect(opened().waiting()).toEqual([120, 150, 400]);
  });

  test('each that has come onto the screen leads to the next, until none is left', () => {
    const trail = opened();
    trail.shows(110, 130);
    expect(trail.waiting()).toEqual([150, 400]);
    trail.shows(140, 160);
    expect(trail.waiting()).toEqual([400]);
    trail.shows(780, 800);
    expect(trail.waiting()).toEqual([400]);
    trail.shows(400, 410);
    expect(trail.waiting()).toEqual([]);
  });

  test('more are asked for behind those that have been seen, and what has gone waits no more', () => {
    const trail = opened();
    expect(trail.asks()).toBe(119);
    trail.shows(110, 130);
    expect(trail.asks()).toBe(149);
    trail.takePlaces([400]);
    expect(trail.waiting()).toEqual([400]);
  });
});

describe('opened where the unread begins', () => {
  function opened() {
    const trail = new MentionTrail(100);
    trail.readUntil(100);
    trail.takePlaces([120, 150]);
    trail.shows(95, 110);
    return trail;
  }

  test('what has not been read waits, also when it has been on the screen', () => {
    const trail = opened();
    trail.shows(115, 125);
    expect(trail.waiting()).toEqual([120, 150]);
    trail.readUntil(125);
    expect(trail.waiting()).toEqual([150]);
  });

  test('what has been read elsewhere waits no more, wherever one is', () => {
    const trail = opened();
    trail.readUntil(200);
    expect(trail.waiting()).toEqual([]);
  });
});

test('where nothing was unread, what comes is looked for behind what had been read', () => {
  const trail = new MentionTrail(null);
  expect(trail.asks()).toBe(null);
  trail.readUntil(50);
  expect(trail.asks()).toBe(50);
  trail.readUntil(60);
  expect(trail.asks()).toBe(50);
  expect(trail.isKnown()).toBe(false);
  trail.takePlaces([55, 62]);
  expect(trail.isKnown()).toBe(true);
  expect([0, 1, 2].map((unread) => trail.accountsFor(unread))).toEqual([false, true, false]);
  expect(trail.waiting()).toEqual([62]);
});

test('only what changes is told', () => {
  const trail = new MentionTrail(0);
  let told = 0;
  const stop = trail.subscribe(() => {
    told += 1;
  });
  trail.takePlaces([5]);
  const before = trail.waiting();
  trail.takePlaces([5]);
  trail.shows(1, 2);
  expect(told).toBe(1);
  expect(trail.waiting()).toBe(before);
  trail.readUntil(5);
  expect(told).toBe(2);
  stop();
});
