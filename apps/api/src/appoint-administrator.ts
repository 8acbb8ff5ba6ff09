import { appointByUsername } from './accounts/service/administrators.ts';
import { circle } from './circle.ts';
import { readEnv } from './platform/env.ts';
import { DomainError } from './platform/errors.ts';
import { openBackend } from './realtime/backend.ts';

/** `npm run administrator -- <username>`, once scripts/administrator.ts has found the database. */
async function main(username: string): Promise<void> {
  const backend = await openBackend(readEnv(), circle);
  try {
    const account = await appointByUsername(backend, username);
    process.stdout.write(`${account.username} (${account.nickname}) is an administrator.\n`);
  } finally {
    await backend.close();
  }
}

try {
  await main(process.argv[2] ?? '');
} catch (error) {
  const known = error instanceof DomainError;
  process.stderr.write(`${known ? 'Nobody has an account of this username.' : error}\n`);
  process.exit(1);
}
