import { CSRF_FIELD } from './csrf';
import { formPage, type Field } from './hosted.pages';
import { MFA_SETUP } from './mfa-setup.steps';
import type { OpenChallenge } from './sign-in.steps';

interface ChallengeForm {
  readonly title: string;
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
  [MFA_SETUP]: code('USER_CODE', 'Set up an authenticator application'),
};

const METHODS: Readonly<Record<string, string>> = {
  SOFTWARE_TOKEN_MFA: 'Code of an authenticator application',
  SMS_MFA: 'Code by SMS',
  EMAIL_OTP: 'Code by e-mail',
};

const PREFIX = 'answer.';

/** The page of a challenge. A challenge without a form gets a page that says so. */
export function challengePage(step: OpenChallenge, action: string, csrf: string): string {
  const form = FORMS[step.name] ?? {
    title: `This sign-in needs ${step.name}, which this page does not support`,
    fields: [],
  };
  const { MFAS_CAN_CHOOSE: methods, SECRET: secret } = step.parameters;
  const choices = methods === undefined ? {} : { choices: methodsIn(methods) };
  return formPage({
    title: form.title,
    action,
    error: step.error,
    note: secret === undefined ? undefined : `Add this key to your application: ${secret}`,
    hidden: {
      [CSRF_FIELD]: csrf,
      challenge: step.name,
      session: step.session,
      username: step.username,
      ...(secret !== undefined && { secret }),
    },
    fields: form.fields.map((field) => ({ ...field, name: PREFIX + field.name, ...choices })),
    button: 'Continue',
  });
}

const methodsIn = (list: string): Record<string, string> =>
  Object.fromEntries((JSON.parse(list) as string[]).map((method) => [method, METHODS[method] ?? method]));

/** The answers in a submitted form of `challengePage`, by the names of RespondToAuthChallenge. */
export const responsesIn = (form: URLSearchParams): Record<string, string> =>
  Object.fromEntries(
    [...form].flatMap(([name, value]) =>
      name.startsWith(PREFIX) ? [[name.slice(PREFIX.length), value] as const] : [],
    ),
  );
