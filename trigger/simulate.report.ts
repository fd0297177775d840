import type { TokenClaims } from './apply';
import type { Simulation } from './simulate';

/** A readable report of a simulation: the event, the answer, and each token with its changes. */
export function report({ event, answer, before, after }: Simulation): string {
  const dropped = after.dropped.map(({ token, what, why }) => `  ${token} token: ${what}: ${why}`);
  return [
    `Event\n${indent(JSON.stringify(event, null, 2))}`,
    `Answer\n${indent(JSON.stringify(answer['response'], null, 2))}`,
    `Access token (- before, + after)\n${difference(before.access, after.access)}`,
    ...(after.id ? [`ID token (- before, + after)\n${difference(before.id ?? {}, after.id)}`] : []),
    dropped.length > 0 ? `Cognito drops\n${dropped.join('\n')}` : 'Cognito drops nothing.',
  ].join('\n\n');
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');

function difference(before: TokenClaims, after: TokenClaims): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].toSorted();
  return names
    .flatMap((name) => {
      const [old, changed] = [line(name, before), line(name, after)];
      if (old === changed) return [`    ${old}`];
      return [
        ...(old === undefined ? [] : [`  - ${old}`]),
        ...(changed === undefined ? [] : [`  + ${changed}`]),
      ];
    })
    .join('\n');
}

const line = (name: string, claims: TokenClaims): string | undefined =>
  Object.hasOwn(claims, name) ? `${name}: ${JSON.stringify(claims[name])}` : undefined;
