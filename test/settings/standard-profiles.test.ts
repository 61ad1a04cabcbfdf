import { expect, test } from 'vitest';
import { profileLanguages } from '../../src/settings/standard-profiles.js';

test.each(Object.entries(profileLanguages))(
  'the names in %s have a source and a day',
  (_, read) => {
    expect(read.length).toBeGreaterThan(0);
    for (const { url, read: day } of read) {
      expect(url).toMatch(/^https:\/\//);
      expect(day).toMatch(/^\d{4}-\d\d-\d\d$/);
    }
  },
);
