/**
 * The parts of an event that the trigger reads. AWS's own samples omit members or set them to null, so
 * every member is checked.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-token-generation.html
 */
export interface TriggerFacts {
  /** The form of the response: 1 (ID token only), 2 or 3 (access token as well). */
  readonly version: 1 | 2 | 3;
  /** Without the prefix `TokenGeneration_`. */
  readonly source: string;
  readonly clientId: string;
  readonly isMachine: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly clientMetadata: Readonly<Record<string, string>>;
  readonly groups: readonly string[];
  /** `groupConfiguration` as received: unchanged parts are returned as they are. */
  readonly groupConfiguration: Readonly<Record<string, unknown>>;
}

export const SOURCE_PREFIX = 'TokenGeneration_';

/** Reads an event. Never throws: missing members become empty. */
export function readEvent(event: unknown): TriggerFacts {
  const { version, triggerSource, callerContext, request } = asRecord(event);
  const { userAttributes, clientMetadata, groupConfiguration } = asRecord(request);
  const source = text(triggerSource).replace(SOURCE_PREFIX, '');
  const isMachine = source === 'ClientCredentials';
  const configuration = asRecord(groupConfiguration);
  return {
    version: Number(version) === 1 ? 1 : Number(version) === 2 ? 2 : 3,
    source,
    clientId: text(asRecord(callerContext)['clientId']),
    isMachine,
    attributes: isMachine ? {} : texts(userAttributes),
    clientMetadata: texts(clientMetadata),
    groups: isMachine ? [] : textList(configuration['groupsToOverride']),
    groupConfiguration: configuration,
  };
}

const asRecord = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const texts = (value: unknown): Record<string, string> =>
  Object.fromEntries(
    Object.entries(asRecord(value)).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );

const textList = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
