import { readFileSync } from 'node:fs';
import type { Principal } from 'lifeguard-auth';
import { subOf } from '../pool/seed';
import type { Decision } from '../src/permit/cedar/cedar.types';
import { LocalPermissions } from '../src/permit/local.permissions';
import type { Permission } from '../src/permit/permission';
import { POLICY_FOLDER } from '../src/permit/permissions';
import { userEntity, type Resource } from '../src/permit/resource.entities';

/** The pool of the demo. Its id is part of the names of users and groups in the policies. */
export const POOL_ID = 'us-east-1_LocalPool';

/** An invalid request: a malformed action, type or resource. */
export class QuestionError extends Error {}

/** `Order:7` */
export function resourceOf(text: string): { readonly type: string; readonly id: string } {
  const [, type, id] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (type === undefined || id === undefined)
    throw new QuestionError(`${text} is not a resource such as Order:7`);
  return { type, id };
}

/**
 * Evaluates the policies of the folder `policies`.
 *
 * @param attributes of the resource; the text `User:alice` names a user of the demo
 * @throws QuestionError, PermitError
 */
export function decide(
  caller: Principal,
  action: string,
  resource: { readonly type: string; readonly id: string },
  attributes: Readonly<Record<string, unknown>> | undefined,
  folder = POLICY_FOLDER,
): Decision {
  const engine = new LocalPermissions(folder, POOL_ID);
  const permission: Permission = { action, resource: { type: resource.type, param: 'id' } };
  const why = engine.whyNot(permission);
  if (why !== undefined) throw new QuestionError(why);
  const loaded = attributes && ({ attributes: withUsers(attributes) } as Resource);
  return engine.decide({ permission, id: resource.id, resource: loaded, caller, accessToken: '' });
}

const withUsers = (attributes: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, userNamed(value) ?? value]));

function userNamed(value: unknown): unknown {
  const [, username] = typeof value === 'string' ? (/^User:(.+)$/.exec(value) ?? []) : [];
  return username === undefined ? undefined : userEntity(POOL_ID, subOf(username));
}

/** The attributes of the command line: JSON in the argument, or in a file after `@`. */
export function attributesOf(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text) as Record<
      string,
      unknown
    >;
  } catch (error) {
    throw new QuestionError(`--attributes: ${(error as Error).message}`);
  }
}
