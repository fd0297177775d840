import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';

/** Cognito's list of attributes as a record; an attribute without a value is an empty string. */
export function toAttributes(list: readonly AttributeType[] | undefined): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ Name, Value }) => [Name, Value ?? '']));
}

/** A record as Cognito's list of attributes. */
export function toAttributeList(attributes: Readonly<Record<string, string>>): AttributeType[] {
  return Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
}
