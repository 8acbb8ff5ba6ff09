import { defineConfig } from 'vitest/config';

// The scripts and the database package; apps/api and apps/web have their own.
export default defineConfig({
  test: {
    include: ['scripts/**/*.test.ts', 'prisma/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
