import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { HttpSettings } from '../config/settings';

type TrustProxy = HttpSettings['trustProxy'];

/**
 * Fastify's `trustProxy` for the setting `TRUST_PROXY`. Proxies may forward an address with a port and brackets (RFC
 * 7239 section 6); it is compared without them.
 */
export function trustedProxies(setting: TrustProxy): boolean | ((address: string, hop: number) => boolean) {
  if (typeof setting === 'boolean') return setting;
  // Hops count from the service outwards: the first is the connection itself.
  if (typeof setting === 'number') return (_address, hop) => hop < setting;
  const ranges = setting.map(toRange);
  return (text) => {
    const address = parse(text);
    return address !== undefined && ranges.some((matches) => matches(address));
  };
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function toRange(range: string): (address: Address) => boolean {
  const name = NAMES[range];
  if (name) return (address) => name.includes(address.range());
  const [network, length] = range.includes('/')
    ? ipaddr.parseCIDR(range)
    : [ipaddr.process(range), ipaddr.process(range).kind() === 'ipv4' ? 32 : 128];
  return (address) => address.kind() === network.kind() && address.match(network, length);
}

/** The names of ranges that `proxy-addr` knows. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['loopback'],
  linklocal: ['linkLocal'],
  uniquelocal: ['private', 'uniqueLocal'],
};

/**
 * The rate-limit key of a client address: an IPv4 address, or the /64 of an IPv6 one. If a proxy forwarded
 * a malformed address, the address of the connection is used.
 */
export function addressKey(request: Pick<FastifyRequest, 'ip' | 'raw'>): string {
  const address = addressOf(request);
  if (address === undefined) return 'unknown';
  return address instanceof ipaddr.IPv6
    ? address.parts
        .slice(0, 4)
        .map((part) => part.toString(16))
        .join(':')
    : address.toString();
}

/** The caller's IP address as text: without a port, brackets or a zone. */
export const ClientAddress = createParamDecorator((_: unknown, context: ExecutionContext) =>
  addressOf(context.switchToHttp().getRequest<FastifyRequest>())?.toString(),
);

const addressOf = ({ ip, raw }: Pick<FastifyRequest, 'ip' | 'raw'>): Address | undefined =>
  parse(ip) ?? parse(raw.socket.remoteAddress ?? '');

/** Reads an address without its port, brackets and zone; an IPv4-mapped address is read as IPv4. */
function parse(text: string): Address | undefined {
  const bare = text
    .trim()
    .replace(/^\[([^\]]*)\](?::\d{1,5})?$/, '$1')
    .replace(/^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/, '$1')
    .replace(/%.*$/, '');
  if (ipaddr.IPv4.isValidFourPartDecimal(bare) || (bare.includes(':') && ipaddr.IPv6.isValid(bare)))
    return ipaddr.process(bare);
  return undefined;
}
