import { PARAMETERS, type ParameterName } from './challenges';

/** Cognito's parameters for the response: those that are JSON inside a string are parsed. */
export function readParameters(parameters: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const texts = Object.entries(parameters).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.map(([name, text]) => [name, isJson(name) ? parse(text) : text]));
}

/** Responses for Cognito: values other than strings are written as JSON. */
export const writeResponses = (responses: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(responses).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );

const isJson = (name: string): boolean =>
  Object.hasOwn(PARAMETERS, name) && PARAMETERS[name as ParameterName].type !== 'string';

/** A string that is not JSON is kept unchanged: an emulator may send one. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}
