import { z } from 'zod';

/** The largest page that Cognito's list actions give. */
export const LARGEST_PAGE = 60;

/** `?limit=` and `?cursor=`: which part of a list. */
export const pageRequest = z.strictObject({
  limit: z
    .string('must be given once')
    .regex(/^(?:[1-9]|[1-5]\d|60)$/, `must be a whole number from 1 to ${LARGEST_PAGE}`)
    .transform(Number)
    .default(LARGEST_PAGE)
    .meta({
      description: `At most so many items; ${LARGEST_PAGE} unless told otherwise`,
      type: 'integer',
      minimum: 1,
      maximum: LARGEST_PAGE,
      pattern: undefined,
      example: 20,
    }),
  cursor: z
    .string('must be given once')
    .regex(/^\S{1,131072}$/, 'must be the nextCursor of an earlier answer')
    .optional()
    .meta({
      description: 'The `nextCursor` of the page before, as it came; without it, the first page',
      pattern: undefined,
      example: 'CAISlQIIARKMAQgDEocBAHU0cGFnZTI',
    }),
});
export type PageRequest = z.output<typeof pageRequest>;

/** One page of a list; `nextCursor` is there while there may be more. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/** The document of a page of `item`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().optional().meta({
      description: 'Give it as `cursor` for the next page; absent on the last',
      example: 'CAISlQIIARKMAQgDEocBAHU0cGFnZTI',
    }),
  });
