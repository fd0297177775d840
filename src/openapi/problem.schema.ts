import { PROBLEMS } from '../problems/catalogue';
import type { Schema } from './openapi.types';

/** RFC 9457, with the members `code`, `requestId` and `errors`. */
export const problemSchema: Schema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'Explanation for people; it may change' },
    code: { type: 'string', enum: Object.keys(PROBLEMS), description: 'Stable identifier for programs' },
    requestId: { type: 'string', description: 'Same as the `X-Request-Id` header' },
    errors: {
      type: 'array',
      description: 'The invalid fields',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
    done: {
      type: 'array',
      description: 'Steps that were carried out before the failure',
      items: { type: 'string' },
    },
  },
};
