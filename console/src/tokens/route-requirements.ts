import type { Answer } from '../api/call';
import { t } from '../messages/messages';

export type RouteAccess = Answer<'get', '/whoami/routes'>['items'][number];

/** Describes what a route requires that the caller lacks, or what the decision depends on. */
export function requirementsOf({ allowed, needs }: RouteAccess): string {
  if (allowed === true) return '';
  const words = wordsFor(needs);
  if (allowed === 'depends') return words === '' ? t('routes.owner') : `${t('routes.owner')}; ${words}`;
  return words === '' ? t('routes.nothing') : words;
}

/** Describes one requirement, or several of which all or any must be met. */
function wordsFor(needs: unknown): string {
  if (typeof needs !== 'object' || needs === null) return '';
  return Object.entries(needs)
    .map(([kind, value]) => one(kind, value))
    .filter((words) => words !== '')
    .join(` ${t('routes.and')} `);
}

function one(kind: string, value: unknown): string {
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const names = list.map(String).join(', ');
  switch (kind) {
    case 'groups':
      return t('routes.needsGroup', { names });
    case 'scopes':
      return t('routes.needsScope', { names });
    case 'acr':
      return t('routes.needsAcr', { names });
    case 'maxAge':
      return t('routes.needsFreshSignIn', { seconds: Number(value) });
    case 'claims':
      return t('routes.needsClaim', { names: claimsIn(value) });
    case 'anyOf':
      return joined(list, t('routes.or'));
    case 'allOf':
      return joined(list, t('routes.and'));
    default:
      return `${kind}: ${JSON.stringify(value)}`;
  }
}

const joined = (list: readonly unknown[], word: string): string =>
  list
    .map(wordsFor)
    .filter((words) => words !== '')
    .join(` ${word} `);

const claimsIn = (value: unknown): string =>
  Object.entries(value as Readonly<Record<string, unknown>>)
    .map(([name, values]) => `${name} = ${Array.isArray(values) ? values.join(' / ') : String(values)}`)
    .join(', ');
