import type { Answer } from '../api/call';
import { t } from '../messages/messages';

export type RouteAccess = Answer<'get', '/whoami/routes'>['items'][number];

/** Why a route is open to the caller or not, in words. */
export function whatWouldDo({ allowed, needs }: RouteAccess): string {
  if (allowed === true) return '';
  const words = wordsFor(needs);
  if (allowed === 'depends') return words === '' ? t('routes.owner') : words;
  return words === '' ? t('routes.nothing') : words;
}

function wordsFor(needs: unknown): string {
  if (typeof needs === 'string') return needs;
  if (Array.isArray(needs)) return needs.map(wordsFor).filter(Boolean).join('; ');
  if (typeof needs !== 'object' || needs === null) return '';
  return Object.entries(needs)
    .map(([kind, value]) => {
      const names =
        Array.isArray(value) && value.every((each) => typeof each === 'string') ? value.join(', ') : '';
      if (kind === 'groups') return t('routes.needsGroup', { names });
      if (kind === 'scopes') return t('routes.needsScope', { names });
      if (kind === 'anyOf')
        return Array.isArray(value)
          ? value
              .map(wordsFor)
              .filter(Boolean)
              .join(` ${t('routes.or')} `)
          : '';
      if (kind === 'allOf')
        return Array.isArray(value)
          ? value
              .map(wordsFor)
              .filter(Boolean)
              .join(` ${t('routes.and')} `)
          : '';
      return names === '' ? `${kind}: ${JSON.stringify(value)}` : `${kind}: ${names}`;
    })
    .join('; ');
}
