import { z } from 'zod';
import { toFieldErrors } from './field-errors';

const schema = z.strictObject({
  text: z.string(),
  own: z.string('must be a name'),
  number: z.number(),
  flag: z.boolean(),
  list: z.array(z.string()),
  object: z.object({ inner: z.string() }),
  record: z.record(z.string(), z.string()),
  choice: z.enum(['a', 'b']),
  fixed: z.literal('public-key'),
});
const VALID = {
  text: '',
  own: '',
  number: 1,
  flag: true,
  list: [],
  object: { inner: '' },
  record: {},
  choice: 'a',
  fixed: 'public-key',
};

describe('toFieldErrors', () => {
  it.each([
    ['text', 1, 'must be text'],
    ['own', 1, 'must be a name'],
    ['number', Infinity, 'must be a number'],
    ['flag', 'true', 'must be true or false'],
    ['list', {}, 'must be a list'],
    ['object', [], 'must be an object'],
    ['record', 'x', 'must be an object'],
    ['choice', 'c', 'must be one of a, b'],
    ['fixed', 'c', 'must be public-key'],
    ['more', 1, 'is unknown'],
  ])('describes the fault of the field %s with the value %j: %s', (path, value, message) => {
    const { error } = schema.safeParse({ ...VALID, [path]: value });
    expect(error?.issues.flatMap(toFieldErrors)).toEqual([{ path, message }]);
  });
});
