import { requireCaller, type Caller } from '../access-token.check';
import { page } from '../paging';
import type { Actions, PoolState } from '../pool.state';
import { refusal, text, type JsonObject } from '../request.reader';
import { verifiedRegistration } from './passkey.registration';
import type { Passkey } from './passkey.registry';
import { webAuthn } from './web-authn';

/** Maximum number of passkeys of one user in Cognito. */
const MAX_PASSKEYS = 20;

/** The actions on a user's own passkeys. */
export function passkeyActions(state: PoolState): Actions {
  return {
    StartWebAuthnRegistration: async (request) => start(state, await requireCaller(state, request)),
    CompleteWebAuthnRegistration: async (request) => {
      const { sub, clientId } = await requireCaller(state, request);
      requireSwitchedOn(state);
      const passkey = await verifiedRegistration(state, sub, clientId, request['Credential']);
      state.passkeys.add(sub, passkey);
      return {};
    },
    ListWebAuthnCredentials: async (request) => list(state, await requireCaller(state, request), request),
    DeleteWebAuthnCredential: async (request) => {
      const { sub } = await requireCaller(state, request);
      if (state.passkeys.remove(sub, text(request, 'CredentialId'))) return {};
      throw refusal('ResourceNotFoundException', 'The credential does not exist.');
    },
  };
}

/**
 * Returns the options for `navigator.credentials.create`.
 *
 * @throws WebAuthnNotEnabledException, WebAuthnConfigurationMissingException, LimitExceededException
 */
async function start(state: PoolState, { user, sub, clientId }: Caller): Promise<unknown> {
  const relyingPartyId = requireSwitchedOn(state);
  const own = state.passkeys.of(sub);
  if (own.length >= MAX_PASSKEYS) {
    throw refusal('LimitExceededException', 'The user has the maximum number of passkeys.');
  }
  const options = await webAuthn().generateRegistrationOptions({
    rpName: relyingPartyId,
    rpID: relyingPartyId,
    userName: user.Username,
    userID: new Uint8Array(Buffer.from(sub)),
    excludeCredentials: own.map(({ credential: { id, transports } }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  state.passkeys.beginRegistration(sub, { challenge: options.challenge, clientId });
  return { CredentialCreationOptions: options };
}

function requireSwitchedOn(state: PoolState): string {
  const { firstFactors, relyingPartyId } = state.config;
  if (!firstFactors.includes('WEB_AUTHN')) {
    throw refusal('WebAuthnNotEnabledException', 'Passkeys are not enabled for the user pool.');
  }
  if (relyingPartyId !== undefined) return relyingPartyId;
  throw refusal('WebAuthnConfigurationMissingException', 'The user pool has no relying party id.');
}

function list(state: PoolState, { sub }: Caller, request: JsonObject): unknown {
  const limit = request['MaxResults'];
  if (typeof limit === 'number' && limit > MAX_PASSKEYS) {
    throw refusal('InvalidParameterException', `MaxResults must be at most ${MAX_PASSKEYS}`);
  }
  const { items, next } = page(
    state.passkeys.of(sub),
    (passkey) => passkey.credential.id,
    limit,
    request['NextToken'],
  );
  return { Credentials: items.map(shown), NextToken: next };
}

function shown({ credential, name, relyingPartyId, attachment, createdAt }: Passkey): unknown {
  return {
    CredentialId: credential.id,
    FriendlyCredentialName: name,
    RelyingPartyId: relyingPartyId,
    AuthenticatorAttachment: attachment,
    AuthenticatorTransports: credential.transports ?? [],
    CreatedAt: createdAt,
  };
}
