import { z } from 'zod';
import { withDefault } from './setting';
import { secondsOrOff, set, wholeNumber } from './value.schemas';

/** The standard profile claims (OpenID Connect Core 5.1) as Cognito names them, with `email` and `phone_number`. */
const PROFILE_ATTRIBUTES =
  'address,birthdate,family_name,gender,given_name,locale,middle_name,name,nickname,phone_number,' +
  'picture,preferred_username,profile,website,zoneinfo,email';

/** Who may do what. */
export const access = {
  adminGroup: withDefault(
    'ADMIN_GROUP',
    'admin',
    z
      .string()
      .regex(
        /^(?!\.{1,2}$)[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u,
        'must be a Cognito group name, not "." or ".."',
      ),
    { meaning: 'the group whose members manage users and groups' },
  ),
  resourceServer: withDefault(
    'RESOURCE_SERVER',
    'lifeguard',
    z.string().regex(/^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/, 'must be a resource server identifier'),
    {
      meaning:
        'the identifier of the resource server whose scopes `<identifier>/users.read` and `<identifier>/users.write` let machines manage users',
    },
  ),
  selfWritableAttributes: withDefault('SELF_WRITABLE_ATTRIBUTES', PROFILE_ATTRIBUTES, set, {
    meaning:
      'the attributes that people may set for themselves, at sign-up and with `PATCH /me`; a value replaces the whole default list, and a `custom:` attribute must be listed',
    defaultInWords: 'the standard profile, `email`, `phone_number`',
  }),
  clockToleranceSeconds: withDefault('CLOCK_TOLERANCE_SECONDS', '5', wholeNumber(0, 300), {
    meaning: 'seconds of leeway for `exp`, `nbf` and `iat`, 0 to 300',
  }),
  stepUpSeconds: withDefault('STEP_UP_SECONDS', 'off', secondsOrOff, {
    meaning:
      'maximum age of the sign-in, in seconds, for deleting the account and for changing the password, second factors and passkeys: 1 to 86400, or `off`; an older sign-in gets 401 `step_up_required` (RFC 9470)',
  }),
};
