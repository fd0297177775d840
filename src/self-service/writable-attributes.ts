import { Problem } from '../problems/problem';

/**
 * Checks the attributes that a person writes of themselves against `SELF_WRITABLE_ATTRIBUTES`, before Cognito is called.
 *
 * @throws Problem `attribute_not_writable`, naming every attribute that is not.
 */
export function assertSelfWritable(names: readonly string[], writable: ReadonlySet<string>): void {
  const refused = names.filter((name) => !writable.has(name));
  if (refused.length === 0) return;
  throw new Problem('attribute_not_writable', `You may not write ${refused.join(', ')}.`, {
    errors: refused.map((name) => ({ path: `attributes.${name}`, message: 'may not be written' })),
  });
}
