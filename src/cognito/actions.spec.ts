import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from '@jest/globals';
import { ACTIONS, credentialsOf, quotaOf, rowOf, type Action } from './actions';
import { ANY_ACTION } from './actions/row';
import { commandOf } from './sdk';

const COMMANDS = path.join(
  path.dirname(require.resolve('@aws-sdk/client-cognito-identity-provider/package.json')),
  'dist-types/commands',
);

/** The exceptions that the installed SDK, generated from Cognito's own model, documents for an action. */
function documentedExceptions(action: string): string[] {
  const text = readFileSync(path.join(COMMANDS, `${action}Command.d.ts`), 'utf8');
  const names = Array.from(text.matchAll(/@throws \{@link (\w+)Exception\}/g), ([, name = '']) => name);
  return names.filter((name) => name !== 'CognitoIdentityProviderService');
}

const client = new sdk.CognitoIdentityProviderClient({ region: 'eu-west-1' });

function isSigned(action: string): boolean {
  const schemes = client.config.httpAuthSchemeProvider({ operation: action, region: 'eu-west-1' });
  return !schemes.some(({ schemeId }) => schemeId === 'smithy.api#noAuth');
}

describe('the table of actions, compared with the installed AWS SDK', () => {
  const names = Object.keys(ACTIONS) as Action[];

  it.each(names)('lists the exceptions that the SDK documents for %s, and the general ones', (action) => {
    const expected = new Set([...documentedExceptions(action), ...ANY_ACTION]);
    expect([...rowOf(action).exceptions].toSorted()).toEqual([...expected].toSorted());
  });

  it.each(names)('signs %s with IAM credentials if and only if the SDK does', (action) => {
    expect(rowOf(action).credentials === 'iam').toBe(isSigned(action));
  });

  it.each(names)('creates the command of the SDK for %s', (action) => {
    expect(commandOf(action, {}).constructor.name).toBe(`${action}Command`);
  });

  it('marks no action that changes something as repeatable', () => {
    const repeatable = names.filter((name) => rowOf(name).repeatable);
    expect(repeatable.filter((name) => !/^(?:Admin)?(?:Get|List)/.test(name))).toEqual([]);
    expect(repeatable.filter((name) => rowOf(name).revokes !== undefined)).toEqual([]);
  });
});

describe('credentialsOf', () => {
  it('is the session if one is sent instead of an access token', () => {
    expect(credentialsOf('VerifySoftwareToken', { Session: 's', UserCode: '1' })).toBe('sign-in');
    expect(credentialsOf('VerifySoftwareToken', { AccessToken: 't', UserCode: '1' })).toBe('access-token');
  });

  it('is that of the row for every other action', () => {
    expect(credentialsOf('InitiateAuth', { Session: 's' })).toBe('sign-in');
    expect(credentialsOf('SignUp', {})).toBe('none');
  });
});

describe('quotaOf', () => {
  it('is the category of the row, and `other` for an action without one', () => {
    expect(quotaOf('GetUser')).toBe('UserRead');
    expect(quotaOf('DescribeUserPool')).toBe('other');
    expect(quotaOf('constructor')).toBe('other');
  });
});

describe('the sources of the service', () => {
  it('call every signed action, so that the IAM policy allows only used actions', () => {
    const root = path.resolve(__dirname, '..');
    const texts = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter(
        (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts') && !file.endsWith('.controller.ts'),
      )
      .filter((file) => !file.startsWith(path.join('cognito', 'actions')))
      .map((file) => readFileSync(path.join(root, file), 'utf8'))
      .join('\n');
    const signed = (Object.keys(ACTIONS) as Action[]).filter((action) => rowOf(action).credentials === 'iam');
    const uncalled = signed.filter((action) => !texts.includes(`'${action}'`));
    expect(uncalled).toEqual([]);
  });
});
