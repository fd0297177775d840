import { useState } from 'preact/hooks';
import { find, t } from '../messages/messages';
import { Button } from '../ui/button';
import { ErrorNote } from '../ui/error-note';
import { Empty } from '../ui/states';
import type { ChallengeProps } from './challenge-props';
import { PasswordChallenge } from './password-challenge';

/** Choices that this page does not offer: for SRP the caller computes a proof, and the password form is equivalent. */
const LEFT_OUT = new Set(['PASSWORD_SRP']);

/** A choice between several ways to continue. */
export function Choose({ choices, ...props }: ChallengeProps & { readonly choices: readonly string[] }) {
  const [isPassword, setPassword] = useState(false);
  const shown = choices.filter((choice) => !LEFT_OUT.has(choice));
  if (isPassword) return <PasswordChallenge {...props} />;
  return (
    <div class="choices">
      <p>{t('challenge.choose')}</p>
      {shown.length === 0 && <Empty>{t('challenge.noChoice')}</Empty>}
      {shown.map((choice) => (
        <Button
          key={choice}
          busy={props.act.busy}
          onClick={() => (choice === 'PASSWORD' ? setPassword(true) : void props.respond({ ANSWER: choice }))}
        >
          {find(`factor.${choice}`) ?? choice}
        </Button>
      ))}
      <ErrorNote problem={props.act.problem} />
    </div>
  );
}
