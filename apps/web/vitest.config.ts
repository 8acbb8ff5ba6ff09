import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    // One for each of two cores: left to itself the runner would keep one of them free.
    maxWorkers: 2,
    // These end what would go on for ever, on a machine that has other things to do as well; none of them is a promise.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    testTimeout: 30_000,
  },
});
