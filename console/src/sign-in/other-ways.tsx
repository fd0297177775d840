import { language, t } from '../messages/messages';
import { addressOf, hostedSignIn } from '../page/addresses';
import { settings } from '../page/settings';
import { Button } from '../ui/button';

interface Props {
  readonly inDialog: boolean;
  readonly isFresh: boolean;
  readonly onPasskey: () => void;
  readonly onChoice: () => void;
}

/** The ways to sign in without the password form: a passkey, a code, the hosted page or a provider. */
export function OtherWays({ inDialog, isFresh, onPasskey, onChoice }: Props) {
  const returnTo = inDialog ? addressOf('/account') : undefined;
  const hosted = (provider?: string) =>
    hostedSignIn({
      lang: language.value,
      ...(provider !== undefined && { provider }),
      ...(isFresh && { fresh: true }),
      ...(returnTo !== undefined && { returnTo }),
    });
  const target = inDialog ? { target: '_blank', rel: 'noopener' } : {};
  return (
    <div class="other-ways">
      <p class="or">
        <span>{t('signIn.or')}</span>
      </p>
      {settings.providers.map((provider) => (
        <a class="button wide" key={provider} href={hosted(provider)} {...target}>
          {t('signIn.provider', { provider })}
        </a>
      ))}
      {settings.hosted && (
        <a class="button wide" href={hosted()} {...target}>
          {t('signIn.hosted')}
        </a>
      )}
      <div class="pair">
        <Button onClick={onPasskey}>{t('signIn.passkey')}</Button>
        <Button onClick={onChoice}>{t('signIn.otherWay')}</Button>
      </div>
      {inDialog && settings.hosted && <p class="hint">{t('signIn.opensTab')}</p>}
    </div>
  );
}
