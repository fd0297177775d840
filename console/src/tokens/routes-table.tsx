import { call } from '../api/call';
import { t } from '../messages/messages';
import { Section } from '../ui/section';
import { Show } from '../ui/states';
import { useLoad } from '../ui/use-load';
import { Allowed } from './allowed';
import { requirementsOf } from './route-requirements';

/** All routes of the service, and whether and why the user may call each. */
export function RoutesTable() {
  const routes = useLoad((signal) => call('get', '/whoami/routes', { signal }), []);
  return (
    <Section title={t('routes.yours')} text={t('routes.yoursText')}>
      <Show of={routes} lines={8}>
        {({ items }) => (
          <div class="table-place" tabIndex={0} role="group" aria-label={t('routes.yours')}>
            <table>
              <thead>
                <tr>
                  <th scope="col">{t('routes.method')}</th>
                  <th scope="col">{t('routes.path')}</th>
                  <th scope="col">{t('routes.allowed')}</th>
                  <th scope="col">{t('routes.why')}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((route) => (
                  <tr key={`${route.method} ${route.path}`}>
                    <td>
                      <code>{route.method}</code>
                    </td>
                    <td>
                      <code>{route.path}</code>
                    </td>
                    <td>
                      <Allowed allowed={route.allowed} />
                    </td>
                    <td>{requirementsOf(route)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Show>
    </Section>
  );
}
