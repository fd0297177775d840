import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import ts from 'typescript';

export const ROOT = resolve(__dirname, '../..');

/** A TypeScript block of a document. */
export interface Block {
  readonly document: string;
  /** The line of the document on which it begins. */
  readonly line: number;
  readonly code: string;
}

/** The blocks marked `ts` in a document. */
export function blocksOf(document: string): Block[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return Array.from(text.matchAll(/^```ts\n([^]*?)^```/gm), ({ 1: code = '', index }) => ({
    document,
    line: text.slice(0, index).split('\n').length + 1,
    code,
  }));
}

/** The path of a block, which its imports are relative to. The first line names it: `// src/orders/a.ts`. */
function pathOf({ code }: Block, index: number): string {
  const [, named = 'src/orders/block.ts'] = /^\/\/ ((?:src|test)\/\S+\.ts)\n/.exec(code) ?? [];
  return join(ROOT, named.replace(/\.ts$/, `.${index}.ts`));
}

/** The compiler's errors in the blocks, by document and line. Each block is a module of its own. */
export function faultsIn(blocks: readonly Block[]): string[] {
  const files = new Map(blocks.map((block, index) => [pathOf(block, index), block]));
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), (path) => readFileSync(path, 'utf8')) as {
    config: unknown;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const relaxed: ts.CompilerOptions = { ...options, noUnusedLocals: false, noUnusedParameters: false };
  const host = ts.createCompilerHost(relaxed);
  const read = host.readFile.bind(host);
  host.fileExists = (path) => files.has(path) || existsSync(path);
  host.directoryExists = () => true;
  host.readFile = (path) => files.get(path)?.code ?? read(path);
  const program = ts.createProgram([...files.keys()], relaxed, host);
  return [...files].flatMap(([path, block]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      (fault) => {
        const { line } = source?.getLineAndCharacterOfPosition(fault.start ?? 0) ?? { line: 0 };
        const message = ts.flattenDiagnosticMessageText(fault.messageText, ' ');
        return `${block.document}:${block.line + line}: ${message}`;
      },
    );
  });
}
