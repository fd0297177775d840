import { accountForm } from './account.form';
import type { Field } from './hosted.pages';

/**
 * The pages for sign-up and forgotten passwords, at the paths of
 * https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-endpoints.html.
 */

const USERNAME: Field = { name: 'username', label: 'Username', autocomplete: 'username' };
const EMAIL: Field = { name: 'email', label: 'E-mail address', autocomplete: 'email' };
const CODE: Field = { name: 'code', label: 'Code', autocomplete: 'one-time-code' };
const NEW_PASSWORD: Field = {
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'new-password',
};

/** `/signup`: creates a user and sends a code by e-mail. */
export const signUp = accountForm({
  title: 'Sign up',
  fields: [USERNAME, EMAIL, NEW_PASSWORD],
  button: 'Sign up',
  links: { 'Back to sign-in': '/login' },
  submit: ({ router }, named, value) =>
    router('SignUp', {
      ...named,
      Password: value('password'),
      UserAttributes: [{ Name: 'email', Value: value('email') }],
    }),
  next: '/confirm',
});

/** `/confirm`: takes the code of a sign-up. */
export const confirm = accountForm({
  title: 'Confirm your account',
  fields: [CODE],
  button: 'Confirm',
  links: { 'Send a new code': '/resendcode' },
  submit: ({ router }, named, value) =>
    router('ConfirmSignUp', { ...named, ConfirmationCode: value('code') }),
  next: '/login',
});

/** `/resendcode`: sends another sign-up code. */
export const resendCode = accountForm({
  title: 'Send a new code',
  fields: [],
  button: 'Send',
  submit: ({ router }, named) => router('ResendConfirmationCode', { ...named }),
  next: '/confirm',
});

/** `/forgotPassword`: sends a code to a user who has forgotten the password. */
export const forgotPassword = accountForm({
  title: 'Forgot your password?',
  fields: [USERNAME],
  button: 'Send a code',
  links: { 'Back to sign-in': '/login' },
  submit: ({ router }, named) => router('ForgotPassword', { ...named }),
  next: '/confirmforgotPassword',
});

/** `/confirmforgotPassword`: takes that code and the new password. */
export const confirmForgotPassword = accountForm({
  title: 'Choose a new password',
  fields: [CODE, NEW_PASSWORD],
  button: 'Save',
  submit: ({ router }, named, value) =>
    router('ConfirmForgotPassword', {
      ...named,
      ConfirmationCode: value('code'),
      Password: value('password'),
    }),
  next: '/login',
});
