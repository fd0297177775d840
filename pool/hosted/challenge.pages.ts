import { type Field, formPage } from './hosted.pages';
import type { OpenChallenge } from './sign-in.steps';

interface ChallengeForm {
  readonly title: string;
  readonly note?: string;
  readonly fields: readonly Field[];
}

const code = (name: string, title: string): ChallengeForm => ({
  title,
  fields: [{ name, label: 'Code', autocomplete: 'one-time-code' }],
});

const NEW_PASSWORD: ChallengeForm = {
  title: 'Change your password',
  fields: [{ name: 'NEW_PASSWORD', label: 'New password', type: 'password', autocomplete: 'new-password' }],
};

/** The form for each challenge; the names of its fields are those of RespondToAuthChallenge. */
const FORMS: Readonly<Record<string, ChallengeForm>> = {
  NEW_PASSWORD_REQUIRED: NEW_PASSWORD,
  SOFTWARE_TOKEN_MFA: code('SOFTWARE_TOKEN_MFA_CODE', 'Enter the code of your authenticator application'),
  SMS_MFA: code('SMS_MFA_CODE', 'Enter the code that we sent by SMS'),
  EMAIL_OTP: code('EMAIL_OTP_CODE', 'Enter the code that we sent by e-mail'),
  SMS_OTP: code('SMS_OTP_CODE', 'Enter the code that we sent by SMS'),
  SELECT_MFA_TYPE: {
    title: 'Choose how to confirm that it is you',
    fields: [{ name: 'ANSWER', label: 'Method' }],
  },
};

const PREFIX = 'answer.';

/** The page of a challenge. One that has no form here cannot be answered here, and says so. */
export function challengePage(step: OpenChallenge, action: string, csrf: string): string {
  const form = FORMS[step.name] ?? {
    title: `This sign-in needs ${step.name}, which this page cannot do`,
    fields: [],
  };
  const choices = step.parameters['MFAS_CAN_CHOOSE'];
  return formPage({
    title: form.title,
    action,
    error: step.error,
    note: choices === undefined ? form.note : `One of: ${choices}`,
    hidden: { _csrf: csrf, challenge: step.name, session: step.session, username: step.username },
    fields: form.fields.map((field) => ({ ...field, name: PREFIX + field.name })),
    button: 'Continue',
  });
}

/** The answers in a form of `challengePage`, by the names of RespondToAuthChallenge. */
export const responsesIn = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value] as const] : [],
    ),
  );
