import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: dirname(fileURLToPath(import.meta.url)),
  migrations: { path: 'migrations' },
  // Generating needs no database, yet the CLI insists on an address.
  datasource: { url: process.env.DATABASE_URL ?? 'postgresql://localhost/teahouse' },
});
