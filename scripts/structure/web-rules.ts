import type { ParsedFile, Violation } from './source-files.ts';

const WEB = 'apps/web/src/';
const LAYERS = ['lib', 'components', 'features', 'app'];
// Where next-intl wants its files; they are of the kind of lib.
const LIKE_LIB = ['i18n'];

/** lib < components < features < app; what lies directly in src (proxy.ts) is of the kind of app. */
export function checkWeb(files: ParsedFile[]): Violation[] {
  return files
    .filter((file) => file.path.startsWith('apps/web/'))
    .flatMap((file) => {
      const from = rankOf(file.path);
      const violations: Violation[] = [];
      const complain = (rule: string, message: string, line = 1) =>
        violations.push({ path: file.path, line, rule, message });
      if (from === -1) {
        complain(
          'web folder',
          `${folderOf(file.path)} is none of ${[...LAYERS, ...LIKE_LIB].join(', ')}`,
        );
      }
      for (const { specifier, target, line } of file.imports) {
        if (isOfServer(specifier, target)) {
          complain(
            'contract',
            `${specifier}: the web client shares nothing but schema.graphql with the API`,
            line,
          );
        } else if (target?.startsWith(WEB) && from !== undefined) {
          const to = rankOf(target);
          if (to !== undefined && to > from) {
            complain('web layers', `${folderOf(file.path)} may not know ${folderOf(target)}`, line);
          }
        }
      }
      return violations;
    });
}

function folderOf(path: string): string {
  return path.slice(WEB.length).split('/')[0] ?? '';
}

/** undefined outside src (configuration), -1 in an unknown folder. */
function rankOf(path: string): number | undefined {
  if (!path.startsWith(WEB)) return undefined;
  const [folder = '', ...rest] = path.slice(WEB.length).split('/');
  if (rest.length === 0) return LAYERS.length - 1;
  return LIKE_LIB.includes(folder) ? 0 : LAYERS.indexOf(folder);
}

function isOfServer(specifier: string, target: string | undefined): boolean {
  if (/^@teahouse\/(?:api|db)(?:\/|$)/.test(specifier) || /^@prisma\//.test(specifier)) return true;
  return target !== undefined && /^(?:apps\/api|prisma)\//.test(target);
}
