import { buildId, builtFiles } from '@/lib/build';

export const dynamic = 'force-dynamic';

/** What the service worker keeps of this version: see public/sw.js. */
export function GET(): Response {
  return Response.json(
    { build: buildId(), files: builtFiles() },
    { headers: { 'cache-control': 'no-store' } },
  );
}
