import { fileURLToPath } from 'node:url';
import type { NextConfig } from 'next';
import createNextIntlPlugin from 'next-intl/plugin';

const config: NextConfig = {
  reactStrictMode: true,
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  turbopack: {
    // The lockfile of the monorepo is two folders up; without this Next guesses, and warns.
    root: fileURLToPath(new URL('../..', import.meta.url)),
    rules: {
      '**/virtua/lib/index.js': {
        loaders: [fileURLToPath(new URL('./scripts/without-grids.cjs', import.meta.url))],
      },
    },
  },
  outputFileTracingRoot: fileURLToPath(new URL('../..', import.meta.url)),
  // `check` runs the type checker over the whole repository; a second run inside the build would only cost time.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // What a page loads at first comes in half as many files and, as more of it is compressed together, 5 % lighter. What comes
    // later is in part there twice, which makes all of it together 12 % heavier: larger sizes than these gain little and cost
    // much more of that. In bytes of source.
    turbopackChunking: { minChunkSize: 400_000, maxMergeChunkSize: 2_000_000 },
  },
};

export default createNextIntlPlugin({
  requestConfig: './src/i18n/request.ts',
  experimental: {
    // What reads ICU messages is a tenth of a page's own code; written out at build time they need none of it.
    messages: { path: './messages', locales: ['en', 'zh-CN'], format: 'json', precompile: true },
  },
})(config);
