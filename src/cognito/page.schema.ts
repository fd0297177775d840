import { z } from 'zod';

/** The largest page of Cognito's list actions. */
export const MAX_PAGE_SIZE = 60;

/** `?limit=` and `?cursor=`: which page of a list to return. */
export const pageRequest = z.strictObject({
  limit: z
    .string('must be given once')
    .regex(/^(?:[1-9]|[1-5]\d|60)$/, `must be a whole number from 1 to ${MAX_PAGE_SIZE}`)
    .transform(Number)
    .default(MAX_PAGE_SIZE)
    .meta({
      description: `Maximum number of items (default ${MAX_PAGE_SIZE})`,
      type: 'integer',
      minimum: 1,
      maximum: MAX_PAGE_SIZE,
      pattern: undefined,
      example: 20,
    }),
  cursor: z
    .string('must be given once')
    .regex(/^\S{1,131072}$/, 'must be the nextCursor of an earlier response')
    .optional()
    .meta({
      description: '`nextCursor` of the previous page, unchanged; omit it for the first page',
      pattern: undefined,
      example: 'CAISlQIIARKMAQgDEocBAHU0cGFnZTI',
    }),
});
export type PageRequest = z.output<typeof pageRequest>;

/** `?cursor=` alone, for lists whose page size Cognito chooses. */
export const cursorRequest = pageRequest.pick({ cursor: true });
export type CursorRequest = z.output<typeof cursorRequest>;

/** One page of a list; `nextCursor` is present if there may be more. */
export interface Page<Item> {
  readonly items: Item[];
  readonly nextCursor?: string;
}

/** One page of `item`; `id` names the schema in the OpenAPI document. */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string) =>
  z
    .object({
      items: z.array(item),
      nextCursor: z.string().optional().meta({
        description: 'Pass it as `cursor` to get the next page; absent on the last one',
        example: 'CAISlQIIARKMAQgDEocBAHU0cGFnZTI',
      }),
    })
    .meta({ id });
