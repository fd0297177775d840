import { isObject } from '../request.reader';

/** What a browser says of the page that asked for a passkey (WebAuthn section 5.8.1). */
export interface ClientData {
  readonly origin?: string;
  readonly challenge?: string;
}

/** The two members that are compared; empty for anything but client data. */
export function clientDataIn(clientDataJSON: string): ClientData {
  try {
    const data: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString());
    if (!isObject(data)) return {};
    const { origin, challenge } = data;
    return {
      ...(typeof origin === 'string' && { origin }),
      ...(typeof challenge === 'string' && { challenge }),
    };
  } catch {
    return {};
  }
}

/**
 * The origin in client data, where it belongs to the relying party: the same host or one below it, over
 * https, or over http on this machine (WebAuthn section 5.1.4).
 */
export function originFor(clientDataJSON: string, relyingPartyId: string | undefined): string | undefined {
  const { origin } = clientDataIn(clientDataJSON);
  if (origin === undefined || relyingPartyId === undefined || !URL.canParse(origin)) return undefined;
  const { hostname, protocol, origin: canonical } = new URL(origin);
  const belongs = hostname === relyingPartyId || hostname.endsWith(`.${relyingPartyId}`);
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost');
  const secure = protocol === 'https:' || (protocol === 'http:' && isLocal);
  return belongs && secure && canonical === origin ? origin : undefined;
}
