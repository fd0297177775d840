import { call } from '../api/call';
import { t, type MessageKey } from '../messages/messages';
import { useLoad } from '../ui/use-load';
import { DeleteSection } from './delete-section';
import { DevicesSection } from './devices-section';
import { FactorsSection } from './factors-section';
import { PasskeysSection } from './passkeys-section';
import { PasswordSection } from './password-section';
import { ProfileSection } from './profile-section';
import { SessionsSection } from './sessions-section';

const SECTIONS: readonly (readonly [id: string, text: MessageKey])[] = [
  ['profile', 'profile.title'],
  ['password', 'password.title'],
  ['factors', 'factors.title'],
  ['passkeys', 'passkeys.title'],
  ['sessions', 'sessions.title'],
  ['devices', 'devices.title'],
  ['delete', 'delete.title'],
];

export function Account({ onDeleted }: { readonly onDeleted: () => void }) {
  const me = useLoad((signal) => call('get', '/me', { signal }), []);
  return (
    <div class="with-aside">
      <nav class="aside" aria-label={t('account.sections')}>
        {SECTIONS.map(([id, text]) => (
          <a key={id} href={`#${id}`}>
            {t(text)}
          </a>
        ))}
      </nav>
      <main id="content">
        <h1 tabIndex={-1}>{t('account.title')}</h1>
        <ProfileSection me={me} />
        <PasswordSection />
        <FactorsSection me={me.data} />
        <PasskeysSection />
        <SessionsSection />
        <DevicesSection />
        <DeleteSection onDeleted={onDeleted} />
      </main>
    </div>
  );
}
