import { CORE_SCHEMA, defineScalarTag, defineSequenceTag, load } from 'js-yaml';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string | readonly string[];
  readonly DeletionPolicy?: string;
  readonly Properties?: Record<string, unknown>;
}

export interface Template {
  readonly Parameters: Record<string, Record<string, unknown>>;
  readonly Conditions: Record<string, unknown>;
  readonly Resources: Record<string, Resource>;
  readonly Outputs: Record<string, unknown>;
}

/** `!Ref x` becomes `{ Ref: x }` and `!Sub x` `{ 'Fn::Sub': x }`, as CloudFormation itself reads them. */
const longForm = (tag: string, value: unknown): Record<string, unknown> => {
  const name = tag === '!Ref' || tag === '!Condition' ? tag.slice(1) : `Fn::${tag.slice(1)}`;
  return { [name]: tag === '!GetAtt' && typeof value === 'string' ? splitOnce(value) : value };
};

const splitOnce = (path: string): string[] => {
  const dot = path.indexOf('.');
  return [path.slice(0, dot), path.slice(dot + 1)];
};

const scalar = defineScalarTag('!', {
  matchByTagPrefix: true,
  resolve: (source, _explicit, tag) => longForm(tag, source),
  identify: () => false,
});

const sequence = defineSequenceTag('!', {
  matchByTagPrefix: true,
  create: (tag): { tag: string; items: unknown[] } => ({ tag, items: [] }),
  addItem: ({ items }, item) => void items.push(item),
  finalize: ({ tag, items }) => longForm(tag, items),
  identify: () => false,
});

/** Reads a CloudFormation template. */
export const readTemplate = (text: string): Template =>
  load(text, { schema: CORE_SCHEMA.withTags(scalar, sequence) }) as Template;

/** The references in a template: `Ref`, `GetAtt`, `Sub` and `DependsOn` by name, and conditions. */
export interface References {
  readonly names: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly conditions: ReadonlySet<string>;
}

export function referencesIn(template: Template): References {
  const found = { names: new Set<string>(), attributes: new Set<string>(), conditions: new Set<string>() };
  collect(template, found);
  return found;
}

function collect(node: unknown, found: { [Kind in keyof References]: Set<string> }): void {
  if (node === null || typeof node !== 'object') return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'Ref' || key === 'DependsOn')
      for (const name of [value].flat()) found.names.add(String(name));
    if (key === 'Fn::GetAtt') found.attributes.add(String((value as unknown[])[0]));
    if (key === 'Fn::If') found.conditions.add(String((value as unknown[])[0]));
    // The Condition of an IAM statement is not a name.
    if (key === 'Condition' && typeof value === 'string') found.conditions.add(value);
    if (key === 'Fn::Sub') for (const name of placeholders(value)) found.names.add(name);
    collect(value, found);
  }
}

/** The names in `${…}`, without attributes and without the substitution's own variables. */
function placeholders(sub: unknown): string[] {
  const [text, own = {}] = (Array.isArray(sub) ? sub : [sub]) as [string, object?];
  const names = [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name.trim());
  return names.filter((name) => !(name in own)).map((name) => name.split('.')[0] ?? name);
}

/** References to undefined names, one line each. */
export function danglingReferences(template: Template): string[] {
  const { names, attributes, conditions } = referencesIn(template);
  const resources = Object.keys(template.Resources);
  const known = new Set([...Object.keys(template.Parameters), ...resources]);
  return [
    ...[...names].filter((name) => !known.has(name) && !name.startsWith('AWS::')),
    ...[...attributes].filter((name) => !resources.includes(name)).map((name) => `${name} (attribute)`),
    ...[...conditions].filter((name) => !(name in template.Conditions)).map((name) => `${name} (condition)`),
  ];
}
