import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // Vite would take graphql's ES modules while every library takes its CommonJS ones: two copies, of which one calls
    // the other's schema foreign. This is the one that Node itself resolves.
    alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }],
  },
  test: {
    include: ['src/**/*.test.ts'],
    globalSetup: ['src/testing/global-setup.ts'],
    // Each file has a database and a server of its own; two cores carry two of them.
    maxWorkers: 2,
    // What a file leaves in a module the next one finds there. To read and warm up the whole API anew for each would take
    // as long again as half of the tests.
    isolate: false,
    // These end what would go on for ever, on a machine that has other things to do as well; none of them is a promise.
    expect: { poll: { timeout: 20_000, interval: 20 } },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
