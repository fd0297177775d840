import { CognitoError } from 'cognito-local/lib/errors';

export type JsonObject = Record<string, unknown>;

/** An attribute in the form of the Cognito API. */
export interface Attribute {
  Name: string;
  Value?: string;
}

/** An error of the Cognito API; `wire.server.ts` serialises it. */
export function refusal(code: string, message: string): CognitoError {
  return new CognitoError(code, message);
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function optionalText(request: JsonObject, name: string): string | undefined {
  const value = request[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws InvalidParameterException if the member is missing or not a string */
export function text(request: JsonObject, name: string): string {
  const value = optionalText(request, name);
  if (value === undefined) {
    throw refusal('InvalidParameterException', `Missing required parameter ${name}`);
  }
  return value;
}

/** A map such as `AuthParameters`; empty if it is missing. */
export function map(request: JsonObject, name: string): JsonObject {
  const value = request[name];
  return isObject(value) ? value : {};
}

/** A map of strings such as `ClientMetadata`; undefined if it is missing. */
export function texts(request: JsonObject, name: string): Record<string, string> | undefined {
  const value = request[name];
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

/** A list such as `UserAttributes`, without items that have no `Name`. */
export function attributes(request: JsonObject, name = 'UserAttributes'): Attribute[] {
  const list: unknown = request[name];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((item) => {
    const attribute = optionalText(item, 'Name');
    return attribute === undefined ? [] : [{ Name: attribute, Value: optionalText(item, 'Value') }];
  });
}
