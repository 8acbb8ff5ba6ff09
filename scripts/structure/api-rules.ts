import type { StructureConfig } from './config.ts';
import type { Import, ParsedFile, Violation } from './source-files.ts';

const API = 'apps/api/src/';
const LAYERS = ['platform', 'realtime', 'graphql'];
const FORBIDDEN_FOLDERS = ['utils', 'helpers', 'common', 'shared'];
const ROOT_RANK = 1_000;

type Role = 'contract' | 'rules' | 'test' | 'layer' | 'root' | 'testing';

interface Place {
  /** First folder below src; empty for files directly in it. */
  area: string;
  role: Role;
  /** Lower never knows higher. */
  rank: number;
}

/** Domains in their order, as schema.ts imports them: `import './links/graphql.ts'`. */
export function domainOrder(files: ParsedFile[]): string[] {
  const schema = files.find((file) => file.path === `${API}schema.ts`);
  const names = (schema?.imports ?? []).flatMap(({ specifier }) => {
    const name = /^\.\/([^/]+)\/graphql(?:\/[^/]+)?\.(?:ts|js)$/.exec(specifier)?.[1];
    return name ? [name] : [];
  });
  return [...new Set(names)];
}

export function checkApi(files: ParsedFile[], config: StructureConfig): Violation[] {
  const own = files.filter((file) => file.path.startsWith(API));
  if (own.length === 0) return [];
  const domains = domainOrder(files);
  const violations: Violation[] = [];
  for (const file of own) {
    const complain = (rule: string, message: string, line = 1) =>
      violations.push({ path: file.path, line, rule, message });
    const place = placeOf(file.path, domains);
    checkFolder(file.path, place, domains, complain);
    checkName(file.path, place, config, complain);
    for (const item of file.imports) checkImport(place, item, domains, complain);
    if (
      file.path !== `${API}platform/env.ts` &&
      place.role !== 'test' &&
      place.role !== 'testing'
    ) {
      for (const line of file.environmentReads) {
        complain(
          'environment',
          'only platform/env.ts reads process.env; take an Env instead',
          line,
        );
      }
    }
  }
  return [...violations, ...unusedOwnFiles(own, config)];
}

type Complain = (rule: string, message: string, line?: number) => void;

function placeOf(path: string, domains: string[]): Place {
  const [area = '', ...rest] = path.slice(API.length).split('/');
  const atTop = rest.length === 0;
  if (/\.test\.ts$/.test(path)) return { area: atTop ? '' : area, role: 'test', rank: ROOT_RANK };
  if (atTop) return { area: '', role: 'root', rank: ROOT_RANK };
  if (area === 'testing') return { area, role: 'testing', rank: ROOT_RANK };
  const layer = LAYERS.indexOf(area);
  if (layer >= 0) return { area, role: 'layer', rank: layer };
  const isContract = rest[0] === 'graphql.ts' || rest[0] === 'graphql';
  const domain = domains.indexOf(area);
  return {
    area,
    role: isContract ? 'contract' : 'rules',
    rank: LAYERS.length + Math.max(domain, 0),
  };
}

function checkFolder(path: string, place: Place, domains: string[], complain: Complain): void {
  const folders = path.slice(API.length).split('/').slice(0, -1);
  const bad = folders.find((name) => FORBIDDEN_FOLDERS.includes(name));
  if (bad) complain('folder', `no folder is called ${bad}: put the code where its subject is`);
  const known = ['', 'testing', ...LAYERS, ...domains];
  if (!known.includes(place.area)) {
    complain('domain', `${place.area} is not among the domains that schema.ts imports`);
  }
}

function checkName(path: string, place: Place, config: StructureConfig, complain: Complain): void {
  if (place.area === '' || place.area === 'testing' || LAYERS.includes(place.area)) return;
  const inside = path.slice(API.length + place.area.length + 1);
  if (/^(?:graphql|service|access|errors)(?:\/[^/]+)?\.ts$/.test(inside)) return;
  if (config.ownFiles.includes(path)) return;
  if (/^[^/]+\.test\.ts$/.test(inside)) return;
  complain(
    'file name',
    `a domain has graphql.ts, service.ts, access.ts, errors.ts (or a folder of nouns in their place) and its tests; a subject that deserves its own file is listed in scripts/structure/config.ts`,
  );
}

function checkImport(from: Place, item: Import, domains: string[], complain: Complain): void {
  const { specifier, line, target } = item;
  const mayKnowPothos =
    from.area === 'graphql' ||
    from.role === 'contract' ||
    from.role === 'root' ||
    from.role === 'testing';
  if (specifier.startsWith('@pothos/') && !mayKnowPothos && from.role !== 'test') {
    complain('pothos', `${specifier} belongs into graphql/ and the domains' graphql.ts`, line);
  }
  if (target === undefined) return;
  if (target.startsWith('apps/web/') || target.startsWith('e2e/')) {
    complain('workspaces', 'the API knows neither the web client nor the end-to-end tests', line);
  }
  if (!target.startsWith(API) || from.role === 'test' || from.role === 'testing') return;
  const to = placeOf(target, domains);
  if (to.role === 'test' || to.role === 'testing') {
    complain('testing', `${target} is for tests only`, line);
  } else if (to.role === 'root' && from.role !== 'root') {
    complain('layers', `${target} stands above everything and is imported by nothing below`, line);
  } else if (from.role !== 'root') {
    checkDirection(from, target, to, line, complain);
  }
}

function checkDirection(
  from: Place,
  target: string,
  to: Place,
  line: number,
  complain: Complain,
): void {
  if (to.area !== from.area && to.rank >= from.rank) {
    const order = LAYERS.includes(from.area) ? 'layers' : 'domains';
    complain(order, `${from.area} comes before ${to.area} and may not know it`, line);
    return;
  }
  if (from.role !== 'rules') return;
  if (to.area === 'graphql') {
    complain('rules', 'rules know nothing of graphql/: only graphql.ts does', line);
  } else if (to.role === 'contract') {
    complain('rules', `rules know no graphql.ts, not even their own (${target})`, line);
  }
}

function unusedOwnFiles(own: ParsedFile[], config: StructureConfig): Violation[] {
  const paths = new Set(own.map((file) => file.path));
  return config.ownFiles
    .filter((path) => !paths.has(path))
    .map((path) => ({
      path,
      line: 1,
      rule: 'exceptions',
      message: 'is listed in ownFiles but does not exist: take it off the list',
    }));
}
