import type { AttributeValue } from '@aws-sdk/client-verifiedpermissions';
import type { CedarValue } from '../cedar/cedar.types';

type Values = Record<string, AttributeValue>;

/**
 * Attributes in the tagged form of Verified Permissions. Values that Cedar does not have (fractions) are
 * omitted.
 */
export const attributeValues = (attributes: Readonly<Record<string, CedarValue>>): Values =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]): [string, AttributeValue][] => {
      const tagged = attributeValue(value);
      return tagged ? [[name, tagged]] : [];
    }),
  );

function attributeValue(value: CedarValue): AttributeValue | undefined {
  if (typeof value === 'string') return { string: value };
  if (typeof value === 'boolean') return { boolean: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { long: value } : undefined;
  if (Array.isArray(value)) {
    const set = (value as readonly CedarValue[]).map(attributeValue);
    return set.some((item) => item === undefined) ? undefined : { set: set as AttributeValue[] };
  }
  return taggedObject(value as Readonly<Record<string, CedarValue>>);
}

function taggedObject(value: Readonly<Record<string, CedarValue>>): AttributeValue | undefined {
  const { __entity: entity, __extn: extension } = value as {
    __entity?: { type: string; id: string };
    __extn?: { fn: string; arg: string };
  };
  if (entity) return { entityIdentifier: { entityType: entity.type, entityId: entity.id } };
  if (extension?.fn === 'decimal') return { decimal: extension.arg };
  if (extension?.fn === 'ip') return { ipaddr: extension.arg };
  return extension ? undefined : { record: attributeValues(value) };
}
