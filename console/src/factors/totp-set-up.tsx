import { useState } from 'preact/hooks';
import { t } from '../messages/messages';
import { Copyable } from '../ui/copy';
import { CodeField, Field } from '../ui/field';
import { Form } from '../ui/form';
import { QrCode } from '../ui/qr-code';
import { Show } from '../ui/states';
import { useAct } from '../ui/use-act';
import { useLoad } from '../ui/use-load';

interface Secret {
  readonly secret: string;
  readonly uri: string;
}

interface Props {
  /** Requests a new secret. */
  readonly begin: () => Promise<Secret>;
  /** Verifies a code of the app. */
  readonly verify: (code: string, secret: Secret, name: string) => Promise<void>;
  readonly withName?: boolean;
}

/** Sets up an authenticator app: shows the QR code and the secret, and asks for the first code. */
export function TotpSetUp({ begin, verify, withName = false }: Props) {
  const secret = useLoad(begin, []);
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const act = useAct();
  return (
    <Show of={secret} lines={5}>
      {(data) => (
        <Form
          class="totp"
          act={act}
          onSend={() => act.run(() => verify(code.trim(), data, name.trim()))}
          submit={t('totp.submit')}
        >
          <p>{t('totp.scan')}</p>
          <QrCode text={data.uri} />
          <details>
            <summary>{t('totp.byHand')}</summary>
            <Copyable value={data.secret} label={t('totp.secret')} />
          </details>
          {withName && <Field label={t('totp.name')} value={name} onValue={setName} maxLength={64} />}
          <CodeField label={t('totp.code')} value={code} onValue={setCode} path="code" />
        </Form>
      )}
    </Show>
  );
}
