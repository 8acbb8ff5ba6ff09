import { expect, test } from 'vitest';
import { SETTINGS_SECTIONS, settingsPath, settingsPlace } from './settings-path';

test('an address of the settings names the list, one section, or nothing', () => {
  expect(settingsPlace('/settings')).toBe('list');
  expect(settingsPlace('/settings/')).toBe('list');
  for (const section of SETTINGS_SECTIONS)
    expect(settingsPlace(settingsPath(section))).toBe(section);
  expect(settingsPlace('/settings/devices/')).toBe('devices');
  expect(settingsPlace('/settings/nonsense')).toBeNull();
  expect(settingsPlace('/settings/devices/nonsense')).toBeNull();
});
