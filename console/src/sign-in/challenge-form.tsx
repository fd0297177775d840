import { useState } from 'preact/hooks';
import { toProblem } from '../api/problem';
import { t } from '../messages/messages';
import { ErrorNote } from '../ui/error-note';
import { useAct } from '../ui/use-act';
import type { ChallengeProps } from './challenge-props';
import { Choose } from './choose';
import { CodeChallenge, CODES } from './code-challenge';
import { answer, listOf, type Challenge, type Outcome } from './flow';
import { NewPassword } from './new-password';
import { PasskeyChallenge } from './passkey-challenge';
import { PasswordChallenge } from './password-challenge';
import { SetUpFactor } from './set-up-factor';

interface Props {
  readonly challenge: Challenge;
  readonly username: string;
  readonly onOutcome: (outcome: Outcome) => void;
  readonly onBack: (why: string) => void;
}

/** The form for the current challenge. */
export function ChallengeForm({ challenge, username, onOutcome, onBack }: Props) {
  const act = useAct();
  const [current, setCurrent] = useState(challenge);
  if (current !== challenge) {
    setCurrent(challenge);
    act.forget();
  }
  const respond: ChallengeProps['respond'] = (responses, session) =>
    act.run(async () => {
      try {
        onOutcome(
          await answer(session === undefined ? challenge : { ...challenge, session }, username, responses),
        );
      } catch (error) {
        // The session of a challenge expires after three minutes, and some end with a wrong answer.
        if (toProblem(error).code !== 'bad_credentials') throw error;
        onBack(t('challenge.over'));
      }
    });
  const props = { challenge, username, act, respond };
  return <FormFor key={challenge.session} {...props} />;
}

function FormFor(props: ChallengeProps) {
  const { challenge, parameters, availableChallenges } = props.challenge;
  if (Object.hasOwn(CODES, challenge)) return <CodeChallenge {...props} />;
  switch (challenge) {
    case 'NEW_PASSWORD_REQUIRED':
      return <NewPassword {...props} />;
    case 'SELECT_MFA_TYPE':
      return <Choose {...props} choices={listOf(parameters['MFAS_CAN_CHOOSE'])} />;
    case 'SELECT_CHALLENGE':
      return <Choose {...props} choices={availableChallenges ?? []} />;
    case 'MFA_SETUP':
      return <SetUpFactor {...props} />;
    case 'WEB_AUTHN':
      return <PasskeyChallenge {...props} />;
    case 'PASSWORD':
      return <PasswordChallenge {...props} />;
    default:
      return <ErrorNote problem={{ status: 0, code: 'challenge_unknown', detail: challenge }} />;
  }
}
