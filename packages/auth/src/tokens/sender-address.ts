/**
 * The part of a client address that a sender cannot easily change: an IPv4 address without its port, or the
 * first 64 bits of an IPv6 address (RFC 4291 section 2.5.4; a site usually gets a /64 or more).
 */
export function addressOf(ip: string | undefined): string {
  if (ip === undefined) return '';
  const bare = /^\[(.*)\](?::\d+)?$/.exec(ip)?.[1] ?? ip;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)?.[1];
  if (mapped !== undefined) return mapped;
  if (!bare.includes(':') || bare.includes('.')) return bare.replace(/:\d+$/, '');
  return expand(bare).slice(0, 4).join(':');
}

/** The eight groups of an IPv6 address, with `::` expanded. */
function expand(address: string): string[] {
  const [head, tail] = address.split('::', 2);
  const groups = (part: string | undefined) => (part ? part.split(':') : []);
  const [before, after] = [groups(head), groups(tail)];
  const missing = Math.max(0, 8 - before.length - after.length);
  return [...before, ...Array<string>(missing).fill('0'), ...after].map((group) => group.toLowerCase());
}
