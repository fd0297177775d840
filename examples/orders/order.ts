import { z } from 'zod';

/** An order in responses. */
export const order = z.object({
  id: z.string().meta({ example: '1' }),
  item: z.string().meta({ example: 'A blue chair' }),
  buyer: z.string().meta({ description: '`sub` of the buyer' }),
  tenant: z.string().optional(),
});
export type Order = z.output<typeof order>;

/** The body of `POST /orders`. */
export const newOrder = z.strictObject({ item: z.string().min(1).max(200) });
export type NewOrder = z.output<typeof newOrder>;
