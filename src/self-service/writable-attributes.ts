import { Problem } from '../problems/problem';

/**
 * Checks the attributes that a person sets for themselves against `SELF_WRITABLE_ATTRIBUTES`, before
 * Cognito is called.
 *
 * @param path where the names are in the body.
 * @throws Problem `attribute_not_writable` with the names of all refused attributes.
 */
export function assertSelfWritable(
  names: readonly string[],
  writable: ReadonlySet<string>,
  path = 'attributes.',
): void {
  const refused = names.filter((name) => !writable.has(name));
  if (refused.length === 0) return;
  throw new Problem('attribute_not_writable', `You may not write ${refused.join(', ')}.`, {
    errors: refused.map((name) => ({ path: path + name, message: 'may not be written' })),
  });
}
