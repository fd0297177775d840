import { send } from '../api/send';
import { find, t } from '../messages/messages';
import { Section } from '../ui/section';
import { Show } from '../ui/states';
import { Time } from '../ui/time';
import { useLoad } from '../ui/use-load';

interface Claim {
  readonly name: string;
  readonly value: unknown;
  readonly meaning?: string;
}

interface Tokens {
  readonly access: readonly Claim[];
  readonly id?: readonly Claim[];
}

/** Claims whose value is a NumericDate (RFC 7519, section 2). */
const MOMENTS = new Set(['exp', 'iat', 'nbf', 'auth_time']);

/** The claims of the session's tokens with their meanings. The tokens themselves never reach the page. */
export function Claims() {
  const tokens = useLoad(async (signal) => (await send('GET', '/session/tokens', { signal })) as Tokens, []);
  return (
    <Show of={tokens} lines={8}>
      {({ access, id }) => (
        <>
          <ClaimTable title={t('tokens.access')} text={t('tokens.accessText')} claims={access} />
          {id && <ClaimTable title={t('tokens.id')} text={t('tokens.idText')} claims={id} />}
        </>
      )}
    </Show>
  );
}

interface Props {
  readonly title: string;
  readonly text: string;
  readonly claims: readonly Claim[];
}

function ClaimTable({ title, text, claims }: Props) {
  return (
    <Section title={title} text={text}>
      <div class="table-place" tabIndex={0} role="group" aria-label={title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('tokens.claim')}</th>
              <th scope="col">{t('tokens.value')}</th>
              <th scope="col">{t('tokens.meaning')}</th>
            </tr>
          </thead>
          <tbody>
            {claims.map(({ name, value, meaning }) => (
              <tr key={name}>
                <th scope="row">
                  <code>{name}</code>
                </th>
                <td class="claim-value">
                  <code>{shown(value)}</code>{' '}
                  {MOMENTS.has(name) && typeof value === 'number' && (
                    <span class="muted">
                      (<Time at={new Date(value * 1000).toISOString()} />)
                    </span>
                  )}
                </td>
                <td>{find(`claim.${name}`) ?? meaning}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

const shown = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
