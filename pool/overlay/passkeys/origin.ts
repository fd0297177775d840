import { isObject } from '../request.reader';

/**
 * The origin that a browser wrote into its client data, where it belongs to the relying party: the same
 * host or one below it, over https, or over http on this machine (WebAuthn section 5.1.4).
 */
export function originFor(clientDataJSON: string, relyingPartyId: string | undefined): string | undefined {
  const origin = originIn(clientDataJSON);
  if (origin === undefined || relyingPartyId === undefined || !URL.canParse(origin)) return undefined;
  const { hostname, protocol, origin: canonical } = new URL(origin);
  const belongs = hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`);
  const secure = protocol === 'https:' || (protocol === 'http:' && hostname.endsWith('localhost'));
  return belongs && secure && canonical === origin ? origin : undefined;
}

function originIn(clientDataJSON: string): string | undefined {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    return isObject(data) && typeof data['origin'] === 'string' ? data['origin'] : undefined;
  } catch {
    return undefined;
  }
}
