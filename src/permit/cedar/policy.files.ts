import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the policy folder, under the name that messages use. */
export interface PolicyFile {
  readonly name: string;
  readonly text: string;
}

export interface PolicyFiles {
  readonly schema: PolicyFile;
  readonly policies: readonly PolicyFile[];
}

const SCHEMA_FILE = 'schema.cedarschema';

/**
 * Reads `schema.cedarschema` and every `*.cedar` of a folder.
 *
 * @param folder its path, which is also the first part of the names of the files
 * @throws Error of Node.js if the folder or the schema cannot be read
 */
export function readPolicyFiles(folder: string): PolicyFiles {
  const read = (name: string): PolicyFile => ({
    name: join(folder, name),
    text: readFileSync(join(folder, name), 'utf8'),
  });
  const names = readdirSync(folder).filter((name) => name.endsWith('.cedar'));
  return { schema: read(SCHEMA_FILE), policies: names.toSorted().map(read) };
}

/** `file:line` of a byte offset in a file, as Cedar counts it. */
export function placeOf({ name, text }: PolicyFile, offset: number): string {
  const before = Buffer.from(text).subarray(0, offset);
  return `${name}:${before.toString().split('\n').length}`;
}
