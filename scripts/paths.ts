import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
export const apiFolder = join(root, 'apps/api');
export const webFolder = join(root, 'apps/web');
export const e2eFolder = join(root, 'e2e');
export const prismaFolder = join(root, 'prisma');
