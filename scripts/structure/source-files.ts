import { readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import ts from 'typescript';
import { filesBelow } from '../fingerprint.ts';

/** A file of the repository by its path from the root, with forward slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

export interface Import {
  /** As written. */
  specifier: string;
  line: number;
  /** The file it means, where that is one of ours. */
  target: string | undefined;
}

export interface ParsedFile extends SourceFile {
  imports: Import[];
  /** Lines that read process.env. */
  environmentReads: number[];
}

export interface Violation {
  path: string;
  line: number;
  rule: string;
  message: string;
}

const FOLDERS = ['apps', 'bench', 'e2e', 'prisma', 'scripts'];
const NOT_OURS = [
  'node_modules',
  'generated',
  'migrations',
  '.next',
  '.turbo',
  'test-results',
  'playwright-report',
];
const CODE = /\.(?:ts|tsx|mts|mjs|js|css)$/;
const GENERATED = /(?:^|\/)(?:next-env|[a-z-]+-env)\.d\.ts$/;

export function readSourceFiles(root: string): SourceFile[] {
  return FOLDERS.flatMap((folder) =>
    filesBelow(join(root, folder), (name) => NOT_OURS.includes(name)),
  )
    .map((file) => ({ path: relative(root, file).split(sep).join('/'), file }))
    .filter(({ path }) => CODE.test(path) && !GENERATED.test(path))
    .map(({ path, file }) => ({ path, text: readFileSync(file, 'utf8') }));
}

export function parseFiles(files: SourceFile[]): ParsedFile[] {
  const paths = new Set(files.map((file) => file.path));
  return files.map((file) => {
    if (file.path.endsWith('.css')) return { ...file, imports: [], environmentReads: [] };
    const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true);
    const lineOf = (node: ts.Node) =>
      source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const imports: Import[] = [];
    const environmentReads: number[] = [];
    const visit = (node: ts.Node): void => {
      const specifier = specifierOf(node);
      if (specifier !== undefined) {
        imports.push({
          specifier,
          line: lineOf(node),
          target: resolve(file.path, specifier, paths),
        });
      }
      if (readsEnvironment(node)) environmentReads.push(lineOf(node));
      ts.forEachChild(node, visit);
    };
    visit(source);
    return { ...file, imports, environmentReads };
  });
}

/** Static and dynamic imports, re-exports and `import('…')` types: whatever makes one file know another. */
function specifierOf(node: ts.Node): string | undefined {
  let name: ts.Node | undefined;
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) name = node.moduleSpecifier;
  else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    name = node.argument.literal;
  else if (ts.isCallExpression(node)) {
    const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
    if (isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword) name = node.arguments[0];
  }
  return name && ts.isStringLiteralLike(name) ? name.text : undefined;
}

function readsEnvironment(node: ts.Node): boolean {
  const isProcess = (owner: ts.Node) => ts.isIdentifier(owner) && owner.text === 'process';
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node)) {
    const key = node.argumentExpression;
    return isProcess(node.expression) && ts.isStringLiteralLike(key) && key.text === 'env';
  }
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    const takesEnv = node.name.elements.some(
      (part) => (part.propertyName ?? part.name).getText() === 'env',
    );
    return takesEnv && node.initializer !== undefined && isProcess(node.initializer);
  }
  if (ts.isImportSpecifier(node) && (node.propertyName ?? node.name).text === 'env') {
    const from = node.parent.parent.parent.moduleSpecifier;
    return ts.isStringLiteral(from) && /^(?:node:)?process$/.test(from.text);
  }
  return false;
}

const WORKSPACES: [RegExp, string][] = [
  [/^@\/(.+)$/, 'apps/web/src/$1'],
  [/^@teahouse\/db\/(.+)$/, 'prisma/$1'],
  [/^@teahouse\/api\/testing\/(.+)$/, 'apps/api/src/testing/$1'],
  [/^@teahouse\/api\/(.+)$/, 'apps/api/$1'],
];

function resolve(from: string, specifier: string, paths: Set<string>): string | undefined {
  let wanted = specifier.startsWith('.') ? posix.join(posix.dirname(from), specifier) : undefined;
  for (const [pattern, replacement] of WORKSPACES) {
    if (pattern.test(specifier)) wanted = specifier.replace(pattern, replacement);
  }
  if (wanted === undefined) return undefined;
  const stem = wanted.replace(/\.(?:js|jsx)$/, '');
  const candidates = ['', '.ts', '.tsx', '/index.ts', '/index.tsx'].map((ending) => stem + ending);
  // What we do not have in hand (generated files) still belongs to its folder.
  return [wanted, ...candidates].find((path) => paths.has(path)) ?? wanted;
}
