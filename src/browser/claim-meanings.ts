/**
 * What the claims of Cognito's tokens mean (RFC 7519 section 4.1, OpenID Connect Core sections 2 and 5.1, and the
 * Cognito developer guide on the access and the ID token).
 */
const MEANINGS: Readonly<Record<string, string>> = {
  acr: 'How strongly the person signed in',
  address: 'Postal address',
  amr: 'How the person proved who they are',
  at_hash: 'Binds the ID token to the access token',
  aud: 'The app client that the token is for',
  auth_time: 'When the person signed in, in seconds since 1970',
  birthdate: 'Date of birth',
  client_id: 'The app client that the token was issued to',
  'cognito:groups': 'The groups that the person is a member of',
  'cognito:preferred_role': 'The IAM role of the group with the highest precedence',
  'cognito:roles': 'The IAM roles of the groups',
  'cognito:username': 'The username in the user pool',
  device_key: 'The device that the person signed in on',
  email: 'E-mail address',
  email_verified: 'Whether the e-mail address is confirmed',
  event_id: 'The id of the sign-in in Cognito’s logs',
  exp: 'When the token expires, in seconds since 1970',
  family_name: 'Family name',
  gender: 'Gender',
  given_name: 'Given name',
  iat: 'When the token was issued, in seconds since 1970',
  identities: 'The linked accounts at other identity providers',
  iss: 'The user pool that issued the token',
  jti: 'The id of this token',
  locale: 'Language and region',
  middle_name: 'Middle name',
  name: 'Full name',
  nbf: 'When the token becomes valid, in seconds since 1970',
  nickname: 'Nickname',
  nonce: 'Binds the ID token to the sign-in that requested it',
  origin_jti: 'The session that the token belongs to',
  phone_number: 'Phone number',
  phone_number_verified: 'Whether the phone number is confirmed',
  picture: 'URL of a picture',
  preferred_username: 'The username that the person prefers',
  profile: 'URL of a profile page',
  scope: 'What the token may be used for',
  sub: 'The id of the person, which never changes',
  token_use: 'Whether it is an access or an ID token',
  updated_at: 'When the profile was last changed',
  username: 'The username in the user pool',
  version: 'The version of the token format',
  website: 'URL of a website',
  zoneinfo: 'Time zone',
};

/** Explains a claim in a few words. A claim that is not in the list was added by the pool's trigger. */
export function claimMeaning(name: string): string {
  if (name.startsWith('custom:')) return 'An attribute of this user pool';
  return Object.hasOwn(MEANINGS, name) ? (MEANINGS[name] ?? '') : 'Added by this user pool';
}
