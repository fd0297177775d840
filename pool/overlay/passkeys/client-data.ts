import { isObject } from '../request.reader';

/** The browser's data about the page that asked for a passkey (WebAuthn section 5.8.1). */
interface ClientData {
  readonly origin?: string;
  readonly challenge?: string;
}

/** The two members that are checked; empty if the text is not client data. */
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
 * The origin in client data if it belongs to the relying party: its host or a subdomain, over https, or over http on
 * localhost (WebAuthn section 5.1.4).
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
