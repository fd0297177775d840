import { t } from '../messages/messages';
import { addressOf } from '../page/addresses';
import { SignIn } from '../sign-in/sign-in';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import { begin, session, type Session } from './session';
import { asked } from './sign-in-again';

/** The sign-in dialog over a page whose session has ended. Text typed in the page is kept. */
export function SignInDialog() {
  const current = asked.value;
  if (current === undefined) return null;
  const { reason, username, answer } = current;
  const done = (next: Session) => {
    const before = session.value;
    begin(next);
    // The page shows the data of another user.
    if (before?.signedIn && next.signedIn && before.sub !== next.sub) location.reload();
    else answer(true);
  };
  const cancel = () => {
    if (reason === 'step-up') return answer(false);
    location.assign(addressOf('/account'));
  };
  return (
    <Dialog
      title={t(reason === 'ended' ? 'over.ended' : 'over.stepUp')}
      covers={reason === 'ended'}
      onClose={cancel}
    >
      <p>{t(reason === 'ended' ? 'over.endedText' : 'over.stepUpText')}</p>
      <SignIn username={username} onSignedIn={done} inDialog />
      <p class="links">
        <Button kind="quiet" onClick={cancel}>
          {t(reason === 'ended' ? 'over.leave' : 'action.cancel')}
        </Button>
      </p>
    </Dialog>
  );
}
