import { z } from 'zod';
import { text, username } from '../../cognito/fields';
import { groupName } from '../../cognito/names.schema';

const ID = '7d8ca528-4931-4254-9273-ea5ee853f271';

/** The body of `POST /revocations`: the tokens to revoke. */
export const newRevocation = z
  .strictObject({
    username: username
      .optional()
      .meta({ description: 'A user: username, alias or `sub`; looked up at Cognito', example: 'alice' }),
    sub: text(1, 256)
      .optional()
      .meta({ description: 'A user by `sub`, even a deleted one; not looked up', example: ID }),
    originJti: text(1, 256).optional().meta({ description: 'A session by `origin_jti`', example: ID }),
    group: groupName
      .optional()
      .meta({ description: 'A group: all tokens that contain it', example: 'support' }),
  })
  .refine((body) => Object.keys(body).length === 1, 'must have exactly one member')
  .meta({ minProperties: 1, maxProperties: 1, example: { username: 'alice' } });
export type NewRevocation = z.output<typeof newRevocation>;
