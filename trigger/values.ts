import type { TriggerFacts } from './event';
import type { ClaimConstant, ClaimValue, ValueType } from './rules.schema';

/** Where the value of a claim comes from. */
export type ValueOrigin = 'constant' | 'attribute' | 'clientMetadata';

/** Where a value of the rules file comes from, and the name of the attribute or metadata key. */
export function originOf(value: ClaimValue): { readonly origin: ValueOrigin; readonly name?: string } {
  const from = Object(value) as { fromAttribute?: string; fromClientMetadata?: string };
  if (from.fromAttribute !== undefined) return { origin: 'attribute', name: from.fromAttribute };
  if (from.fromClientMetadata !== undefined)
    return { origin: 'clientMetadata', name: from.fromClientMetadata };
  return { origin: 'constant' };
}

/** The constants in a value of the rules file, for checking them before they are used. */
export function constantsOf(value: ClaimValue): readonly ClaimConstant[] {
  if (isObject(value)) {
    if ('append' in value) return [value['append'] as readonly ClaimConstant[]];
    if ('value' in value) return [value['value'] as ClaimConstant];
    if ('fromAttribute' in value || 'fromClientMetadata' in value) {
      return value['default'] === undefined ? [] : [value['default'] as ClaimConstant];
    }
  }
  return [value];
}

/**
 * The value of a claim for one event.
 *
 * @param current what earlier rules set the claim to: `append` adds to it
 * @returns undefined if the attribute or metadata is missing or of another type, and there is no default
 */
export function claimFor(
  value: ClaimValue,
  facts: TriggerFacts,
  current: ClaimConstant | undefined,
): ClaimConstant | undefined {
  if (!isObject(value)) return value;
  if ('value' in value) return value['value'] as ClaimConstant;
  if ('append' in value) return [...listOf(current), ...(value['append'] as readonly ClaimConstant[])];
  const { origin, name = '' } = originOf(value);
  if (origin === 'constant') return value;
  const texts = origin === 'attribute' ? facts.attributes : facts.clientMetadata;
  const text = Object.hasOwn(texts, name) ? texts[name] : undefined;
  const type = (value['as'] as ValueType | undefined) ?? 'string';
  return (
    (text === undefined ? undefined : convert(text, type)) ?? (value['default'] as ClaimConstant | undefined)
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const listOf = (value: ClaimConstant | undefined): readonly ClaimConstant[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly ClaimConstant[]) : [value];

function convert(text: string, type: ValueType): ClaimConstant | undefined {
  switch (type) {
    case 'string':
      return text;
    case 'number':
      return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'list':
      return text.trimStart().startsWith('[') ? asList(parseJson(text)) : splitList(text);
    case 'json':
      return parseJson(text);
  }
}

const asList = (value: ClaimConstant | undefined): ClaimConstant | undefined =>
  Array.isArray(value) ? value : undefined;

const splitList = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

function parseJson(text: string): ClaimConstant | undefined {
  try {
    return (JSON.parse(text) as ClaimConstant | null) ?? undefined;
  } catch {
    return undefined;
  }
}
