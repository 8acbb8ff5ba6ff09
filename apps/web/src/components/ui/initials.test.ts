import { describe, expect, test } from 'vitest';
import { hueOf, initialsOf } from './initials';

describe('initialsOf', () => {
  test.each([
    ['林美', '美'],
    ['Mei 林美', '美'],
    ['Mei Lin', 'ML'],
    ['ada', 'A'],
    ['jean-luc picard', 'JP'],
    ['  ', ''],
    ['🍵', '🍵'],
    ['Élodie', 'É'],
    ['龙井小组', '组'],
    ['𠮷野', '野'],
  ])('%j shows as %j', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});

test('a person keeps their hue, and hues differ between people', () => {
  expect(hueOf('user-1')).toBe(hueOf('user-1'));
  const hues = new Set(Array.from({ length: 60 }, (_, index) => hueOf(`user-${index}`)));
  expect(hues.size).toBeGreaterThan(6);
});
