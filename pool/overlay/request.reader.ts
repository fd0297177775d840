import { CognitoError } from 'cognito-local/lib/errors';

export type JsonObject = Record<string, unknown>;

/** An attribute as the Cognito API writes it. */
export interface Attribute {
  Name: string;
  Value?: string;
}

/** An error in Cognito's terms; `wire.server.ts` puts it into Cognito's wire form. */
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

/** @throws InvalidParameterException when the member is missing or is not a string */
export function text(request: JsonObject, name: string): string {
  const value = optionalText(request, name);
  if (value === undefined) {
    throw refusal('InvalidParameterException', `Missing required parameter ${name}`);
  }
  return value;
}

/** A map such as `AuthParameters`; empty when it is missing. */
export function map(request: JsonObject, name: string): JsonObject {
  const value = request[name];
  return isObject(value) ? value : {};
}

/** A map of texts such as `ClientMetadata`; undefined when it is missing. */
export function texts(request: JsonObject, name: string): Record<string, string> | undefined {
  const value = request[name];
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item)]));
}

/** A list such as `UserAttributes`; what has no `Name` is left out. */
export function attributes(request: JsonObject, name = 'UserAttributes'): Attribute[] {
  const list: unknown = request[name];
  if (!Array.isArray(list)) return [];
  return list.filter(isObject).flatMap((item) => {
    const attribute = optionalText(item, 'Name');
    return attribute === undefined ? [] : [{ Name: attribute, Value: optionalText(item, 'Value') }];
  });
}
