import { useState } from 'preact/hooks';
import { call } from '../../api/call';
import { send } from '../../api/send';
import { t } from '../../messages/messages';
import { go, route } from '../../page/route';
import { Allowed } from '../../tokens/allowed';
import type { RouteAccess } from '../../tokens/route-requirements';
import { Field } from '../../ui/field';
import { Empty, Show } from '../../ui/states';
import { useLoad } from '../../ui/use-load';
import { Explain } from './explain';
import { askedIn, hrefOfAsked } from './explain-call';

interface Operation {
  readonly summary?: string;
  readonly 'x-policy'?: string;
}

interface Row {
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly policy: string;
  readonly allowed: RouteAccess['allowed'] | undefined;
}

/** All routes of the service: their policies from the OpenAPI document, and whether the admin may call them. */
export function RoutesView() {
  const routes = useLoad(loadRoutes, []);
  const [text, setText] = useState('');
  return (
    <>
      <header class="view-header">
        <h1 tabIndex={-1}>{t('routes.title')}</h1>
      </header>
      <Explain />
      <p class="muted">{t('routes.text')}</p>
      <div class="view-filter">
        <Field label={t('routes.filter')} type="search" data-key="/" value={text} onValue={setText} />
      </div>
      <Show of={routes} lines={10}>
        {(rows) => <RoutesTable rows={rows.filter((row) => matches(row, text))} />}
      </Show>
    </>
  );
}

function RoutesTable({ rows }: { readonly rows: readonly Row[] }) {
  if (rows.length === 0) return <Empty>{t('routes.none')}</Empty>;
  return (
    <div class="table-place" tabIndex={0} role="group" aria-label={t('routes.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('routes.route')}</th>
            <th scope="col">{t('routes.who')}</th>
            <th scope="col">{t('routes.you')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map(({ method, path, summary, policy, allowed }) => (
            <tr key={`${method} ${path}`}>
              <td>
                <code>
                  <b class="method">{method}</b> {path}
                </code>
                <div class="muted">{summary}</div>
              </td>
              <td>{policy}</td>
              <td>{allowed !== undefined && <Allowed allowed={allowed} />}</td>
              <td>
                <button
                  type="button"
                  class="link"
                  aria-label={t('explain.route', { route: `${method} ${path}` })}
                  onClick={() => askAbout(method, path)}
                >
                  {t('explain.submit')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

async function loadRoutes(signal: AbortSignal): Promise<readonly Row[]> {
  const [document, { items }] = await Promise.all([
    send('GET', '/openapi.json', { signal }) as Promise<{ paths: Record<string, Record<string, Operation>> }>,
    call('get', '/whoami/routes', { signal }),
  ]);
  const access = new Map(items.map(({ method, path, allowed }) => [keyOf(method, path), allowed]));
  const known = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([verb, operation]): Row => {
      const method = verb.toUpperCase();
      const { summary = '', 'x-policy': policy = '' } = operation;
      return { method, path, summary, policy, allowed: access.get(keyOf(method, path)) };
    }),
  );
  const documented = new Set(known.map(({ method, path }) => keyOf(method, path)));
  const others = items
    .filter(({ method, path }) => !documented.has(keyOf(method, path)))
    .map(({ method, path, allowed }): Row => ({ method, path, summary: '', policy: '', allowed }));
  return [...known, ...others];
}

/** Puts a route into the form above and moves the focus there. */
function askAbout(method: string, path: string): void {
  go(hrefOfAsked({ ...askedIn(route.peek().query), method, path }), { replace: true });
  document.querySelector<HTMLElement>('#explain input')?.focus();
}

/** `/users/:username` and `/users/{username}` are the same route. */
const keyOf = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replaceAll(/:(\w+)/g, '{$1}')}`;

const matches = ({ method, path, summary, policy }: Row, text: string): boolean =>
  `${method} ${path} ${summary} ${policy}`.toLowerCase().includes(text.trim().toLowerCase());
