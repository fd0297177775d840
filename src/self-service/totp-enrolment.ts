import { z } from 'zod';

/** Data for enrolling an authenticator app: RFC 6238 with the defaults of 6 digits and 30 seconds. */
export const totpEnrolment = z.object({
  secret: z.string().meta({ description: 'The shared secret, in base32', example: 'JBSWY3DPEHPK3PXP' }),
  uri: z.string().meta({
    description: 'The key URI, which authenticator apps open',
    example: 'otpauth://totp/Lifeguard:alice?secret=JBSWY3DPEHPK3PXP&issuer=Lifeguard',
  }),
  qr: z.string().meta({
    description: 'The key URI as a QR code: an SVG image in a `data:` URL',
    example: 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=',
  }),
});
export type TotpEnrolment = z.output<typeof totpEnrolment>;

/**
 * Describes a secret for authenticator apps.
 *
 * @param secret as Cognito gave it, in base32.
 * @param issuer `TOTP_ISSUER`: the name of the application.
 * @param username shown below the issuer.
 * @see https://github.com/google/google-authenticator/wiki/Key-Uri-Format
 */
export function describeTotp(secret: string, issuer: string, username: string): TotpEnrolment {
  const [by, who] = [encodeURIComponent(issuer), encodeURIComponent(username)];
  const uri = `otpauth://totp/${by}:${who}?secret=${encodeURIComponent(secret)}&issuer=${by}`;
  return { secret, uri, qr: qrCode(uri) };
}

function qrCode(text: string): string {
  // Loaded here because few requests need it.
  const { renderSVG } = require('uqr') as typeof import('uqr', { with: { 'resolution-mode': 'require' } });
  const svg = renderSVG(text, { border: 4 });
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
}
