import type { OpenAPIObject } from '@nestjs/swagger';
import { PROBLEMS } from '../problems/catalogue';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** RFC 9457 with our members. */
export const problemSchema: Schemas[string] = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'For people; it may change' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'For programs; it is stable' },
    requestId: { type: 'string', description: 'The same as in `X-Request-Id`' },
    errors: {
      type: 'array',
      description: 'The fields that are to blame',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
};
