import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../messages/messages';
import type { Session } from '../session/session';
import { ChallengeForm } from './challenge-form';
import { ConfirmSignUp } from './confirm-sign-up';
import { isChallenge, type Challenge, type Outcome } from './flow';
import { Forgot } from './forgot';
import { PasswordForm } from './password-form';
import { SignUp } from './sign-up';

type Step =
  | { readonly at: 'password' }
  | { readonly at: 'challenge'; readonly challenge: Challenge }
  | { readonly at: 'sign-up' }
  | { readonly at: 'confirm'; readonly password?: string }
  | { readonly at: 'forgot'; readonly isRequired?: boolean };

interface Props {
  readonly onSignedIn: (session: Session) => void;
  /** The user who must sign in, if known; no other username can be entered. */
  readonly username?: string | undefined;
  /** True in the dialog over a page that must not be left: a hosted page then opens in a new tab. */
  readonly inDialog?: boolean;
}

const FIRST_TO_USE = 'input:not([readonly]), button';

/** The whole sign-in, from the first form to the last challenge, with sign-up and password reset. */
export function SignIn({ onSignedIn, username: fixed, inDialog = false }: Props) {
  const [step, setStep] = useState<Step>({ at: 'password' });
  const [username, setUsername] = useState(fixed ?? '');
  const [notice, setNotice] = useState<string>();
  const go = (next: Step, why?: string) => {
    setNotice(why);
    setStep(next);
  };
  const on = (outcome: Outcome) => {
    if (isChallenge(outcome)) go({ at: 'challenge', challenge: outcome });
    else onSignedIn(outcome);
  };
  const user = { username, onUsername: setUsername };
  const place = useRef<HTMLDivElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) place.current?.querySelector<HTMLElement>(FIRST_TO_USE)?.focus();
    isFirst.current = false;
  }, [step]);
  return (
    <div class="sign-in" ref={place}>
      {notice !== undefined && (
        <div class="note info" role="status">
          {notice}
        </div>
      )}
      {step.at === 'password' && (
        <PasswordForm
          {...user}
          isFixed={fixed !== undefined}
          inDialog={inDialog}
          onOutcome={on}
          onUnconfirmed={(password) => go({ at: 'confirm', password }, t('signIn.unconfirmed'))}
          onResetRequired={() => go({ at: 'forgot', isRequired: true }, t('signIn.resetRequired'))}
          onSignUp={() => go({ at: 'sign-up' })}
          onForgot={() => go({ at: 'forgot' })}
        />
      )}
      {step.at === 'challenge' && (
        <ChallengeForm
          challenge={step.challenge}
          username={username}
          onOutcome={on}
          onBack={(why) => go({ at: 'password' }, why)}
        />
      )}
      {step.at === 'sign-up' && (
        <SignUp
          {...user}
          onSignedUp={(password) => go({ at: 'confirm', password }, t('signUp.sent'))}
          onOutcome={on}
        />
      )}
      {step.at === 'confirm' && (
        <ConfirmSignUp
          {...user}
          password={step.password}
          onOutcome={on}
          onBack={(why) => go({ at: 'password' }, why)}
        />
      )}
      {step.at === 'forgot' && <Forgot {...user} isRequired={step.isRequired ?? false} onOutcome={on} />}
      {step.at !== 'password' && (
        <p class="links">
          <button type="button" class="link" onClick={() => go({ at: 'password' })}>
            {t('signIn.back')}
          </button>
        </p>
      )}
    </div>
  );
}
