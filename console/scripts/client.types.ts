import type { OpenAPI3 } from 'openapi-typescript';
import { createApp } from '../../src/app';
import { parseSettings } from '../../src/config/settings';
import { createLogger } from '../../src/log/logger';
import { buildDocument } from '../../src/openapi/document';

const HEADING =
  "// Written by `npm run console:client` from the service's OpenAPI document. Not edited by hand.\n";

/** Settings that the application requires and the document does not contain. */
const PLACEHOLDERS = {
  AWS_REGION: 'eu-west-1',
  COGNITO_USER_POOL_ID: 'eu-west-1_placeholder',
  COGNITO_CLIENT_IDS: 'placeholder',
  COGNITO_CLIENT_SECRETS: 'placeholder=placeholder',
  BROWSER_SESSIONS: 'on',
  PUBLIC_URL: 'http://localhost:3000',
  SESSION_SECRET: Buffer.alloc(32).toString('base64'),
};

/**
 * Generates the TypeScript types of all routes, without descriptions, so that a changed text does not change them,
 * and without error responses, which are all of type `Problem`.
 */
export async function clientTypes(): Promise<string> {
  const app = await createApp(parseSettings(PLACEHOLDERS), createLogger('silent'));
  try {
    const { default: openapiTs, astToString } = await import('openapi-typescript');
    const document = withoutTexts(JSON.parse(JSON.stringify(buildDocument(app)))) as OpenAPI3;
    return HEADING + astToString(await openapiTs(document, { alphabetize: true }));
  } finally {
    await app.close();
  }
}

const TEXTS = new Set(['description', 'summary', 'example', 'examples', 'pattern', 'format', 'default']);

/** Removes error responses and texts. A property can have the name of a text, but then its value is a schema object. */
function withoutTexts(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutTexts);
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([name, value]) => !(TEXTS.has(name) && !isSchema(name, value)) && !/^[345]\d\d$/.test(name))
      .map(([name, value]) => [name, withoutTexts(value)]),
  );
}

const isSchema = (name: string, value: unknown): boolean =>
  !name.startsWith('example') &&
  name !== 'default' &&
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value);
