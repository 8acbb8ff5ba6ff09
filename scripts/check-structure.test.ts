import { expect, test } from 'vitest';
import { checkStructure } from './check-structure.ts';
import type { StructureConfig } from './structure/config.ts';

const API = 'apps/api/src';
const WEB = 'apps/web/src';
const config: StructureConfig = { ownFiles: [], longFiles: [], maximumLines: 400 };

/** A small repository in good order, over which a test lays its fault. */
const sound: Record<string, string> = {
  [`${API}/platform/env.ts`]: 'export const port = process.env.PORT;',
  [`${API}/platform/db.ts`]: "import { port } from './env.ts';",
  [`${API}/realtime/hub.ts`]: "import { db } from '../platform/db.ts';",
  [`${API}/graphql/builder.ts`]: "import '@pothos/core'; import '../realtime/hub.ts';",
  [`${API}/accounts/errors.ts`]: '',
  [`${API}/accounts/service.ts`]: "import './errors.ts'; import '../platform/db.ts';",
  [`${API}/accounts/graphql.ts`]: "import './service.ts'; import '../graphql/builder.ts';",
  [`${API}/accounts/accounts.test.ts`]: "import '../testing/world.ts'; process.env.TZ;",
  [`${API}/messages/access.ts`]: "import '../accounts/service.ts'; import '../realtime/hub.ts';",
  [`${API}/messages/graphql.ts`]:
    "import './access.ts'; import '../accounts/graphql.ts'; import '@pothos/core';",
  [`${API}/testing/world.ts`]: "import '../server.ts'; process.env.TEST_DATABASE_URL;",
  [`${API}/schema.ts`]: "import './accounts/graphql.ts'; import './messages/graphql.ts';",
  [`${API}/server.ts`]: "import './schema.ts';",
  [`${API}/server.test.ts`]: "import './testing/world.ts';",
  [`${WEB}/lib/client.ts`]: '',
  [`${WEB}/components/ui/button.tsx`]: "import '../../lib/client';",
  [`${WEB}/features/messages/list.tsx`]: "import '@/components/ui/button';",
  [`${WEB}/app/(auth)/page.tsx`]: "import '@/features/messages/list';",
  [`${WEB}/proxy.ts`]: "import './lib/client';",
};

function faults(extra: Record<string, string>, custom: Partial<StructureConfig> = {}): string[] {
  const files = Object.entries({ ...sound, ...extra }).map(([path, text]) => ({ path, text }));
  return checkStructure(files, { ...config, ...custom }).map(
    ({ path, line, rule }) => `${path}:${line} ${rule}`,
  );
}

test('A repository in good order has no faults', () => {
  expect(faults({})).toEqual([]);
});

const planted: [name: string, path: string, text: string, rule: string][] = [
  ['platform knows realtime', `${API}/platform/db.ts`, "import '../realtime/hub.ts';", 'layers'],
  ['realtime knows graphql', `${API}/realtime/hub.ts`, "import '../graphql/builder.ts';", 'layers'],
  [
    'graphql knows a domain',
    `${API}/graphql/builder.ts`,
    "import '../accounts/service.ts';",
    'layers',
  ],
  ['a domain knows the server', `${API}/messages/access.ts`, "import '../server.ts';", 'layers'],
  [
    'an earlier domain knows a later one',
    `${API}/accounts/service.ts`,
    "import '../messages/access.ts';",
    'domains',
  ],
  [
    'only the type of a later one',
    `${API}/accounts/service.ts`,
    "import type { A } from '../messages/access.ts';",
    'domains',
  ],
  [
    'through import()',
    `${API}/accounts/service.ts`,
    "const a = await import('../messages/access.ts');",
    'domains',
  ],
  [
    'through a re-export',
    `${API}/accounts/service.ts`,
    "export * from '../messages/access.ts';",
    'domains',
  ],
  [
    'as an import type',
    `${API}/accounts/service.ts`,
    "let a: import('../messages/access.ts').A;",
    'domains',
  ],
  [
    'with the ending .js',
    `${API}/accounts/service.ts`,
    "import '../messages/access.js';",
    'domains',
  ],
  ['rules know graphql/', `${API}/accounts/service.ts`, "import '../graphql/builder.ts';", 'rules'],
  ['rules know their contract', `${API}/accounts/errors.ts`, "import './graphql.ts';", 'rules'],
  [
    "rules know an earlier domain's contract",
    `${API}/messages/access.ts`,
    "import '../accounts/graphql.ts';",
    'rules',
  ],
  ['rules know Pothos', `${API}/messages/access.ts`, "import '@pothos/core';", 'pothos'],
  ['platform knows Pothos', `${API}/platform/db.ts`, "import '@pothos/core';", 'pothos'],
  ['the product knows its tests', `${API}/server.ts`, "import './testing/world.ts';", 'testing'],
  ['a domain that schema.ts does not list', `${API}/moments/service.ts`, '', 'domain'],
  ['a file of no foreseen name', `${API}/accounts/manager.ts`, '', 'file name'],
  ['a folder called utils', `${API}/platform/utils/text.ts`, '', 'folder'],
  [
    'a second reader of the environment',
    `${API}/platform/db.ts`,
    'const a = process.env.B;',
    'environment',
  ],
  [
    'a disguised reader of it',
    `${API}/platform/db.ts`,
    "import { env } from 'node:process';",
    'environment',
  ],
  [
    'the API knows the web client',
    `${API}/server.ts`,
    "import '../../web/src/lib/client.ts';",
    'workspaces',
  ],
  [
    'lib knows components',
    `${WEB}/lib/client.ts`,
    "import '@/components/ui/button';",
    'web layers',
  ],
  [
    'components know features',
    `${WEB}/components/ui/button.tsx`,
    "import '@/features/messages/list';",
    'web layers',
  ],
  [
    'features know app',
    `${WEB}/features/messages/list.tsx`,
    "import '../../app/(auth)/page';",
    'web layers',
  ],
  [
    'the web client knows the API',
    `${WEB}/lib/client.ts`,
    "import '@teahouse/api/testing/world';",
    'contract',
  ],
  [
    'the web client knows the database',
    `${WEB}/lib/client.ts`,
    "import '../../../../prisma/client.ts';",
    'contract',
  ],
  ['a web folder of no layer', `${WEB}/stores/a.ts`, '', 'web folder'],
  ['a barrel', `${WEB}/components/index.ts`, '', 'barrel'],
  ['a name in camel case', `${WEB}/lib/apiClient.ts`, '', 'file name'],
  ['a file that is too long', 'scripts/long.ts', 'a\n'.repeat(401), 'length'],
];

test.each(planted)('Reports: %s', (_name, path, text, rule) => {
  expect(faults({ [path]: text })).toContainEqual(
    expect.stringMatching(new RegExp(`:\\d+ ${rule}$`)),
  );
});

test('Reports files that import each other, however long the way round, once', () => {
  const knot = {
    'e2e/a.ts': "import './b.ts';",
    'e2e/b.ts': "import './c.ts';",
    'e2e/c.ts': "import './a.ts'; import './d.ts';",
    'e2e/d.ts': '',
  };
  expect(faults(knot)).toEqual(['e2e/a.ts:1 cycle']);
});

test('An exception spares its file, and is reported when it is needed no longer', () => {
  const long = { [`${API}/accounts/pinyin.ts`]: 'a\n'.repeat(401) };
  const exceptions = {
    ownFiles: [`${API}/accounts/pinyin.ts`],
    longFiles: [`${API}/accounts/pinyin.ts`],
  };
  expect(faults(long, exceptions)).toEqual([]);
  expect(faults({}, exceptions)).toEqual([
    `${API}/accounts/pinyin.ts:1 exceptions`,
    `${API}/accounts/pinyin.ts:1 exceptions`,
  ]);
});
