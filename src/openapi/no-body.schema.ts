import { z } from 'zod';

/** The body of an action that takes none: nothing, or an object without members. */
export const noBody = z.strictObject({}).optional();
