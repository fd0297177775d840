import { addressKey, trustedProxies } from '../../src/network/client-address';

const keyOf = (ip: string, remoteAddress = '198.51.100.1') =>
  addressKey({ ip, raw: { socket: { remoteAddress } } } as never);

describe('addressKey', () => {
  it.each([
    ['203.0.113.10', '203.0.113.10'],
    ['203.0.113.10:40000', '203.0.113.10'],
    ['::ffff:203.0.113.10', '203.0.113.10'],
    ['[::ffff:203.0.113.10]:443', '203.0.113.10'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['[2001:db8::1]', '2001:db8:0:0'],
    ['[2001:DB8::2]:40001', '2001:db8:0:0'],
    ['2001:db8:0:0:ffff::', '2001:db8:0:0'],
    ['2001:db8:0:1::1', '2001:db8:0:1'],
    ['fe80::1%eth0', 'fe80:0:0:0'],
    [' 203.0.113.10 ', '203.0.113.10'],
  ])('counts %s as %s', (ip, key) => {
    expect(keyOf(ip)).toBe(key);
  });

  it.each([
    'unknown',
    '_hidden',
    '',
    '005.005.005.005',
    '0x7f.1',
    '1.2.3',
    '1.2.3.4:99999999',
    'a'.repeat(9000),
  ])('counts %j, which is not an address, as the address of the connection', (ip) => {
    expect(keyOf(ip)).toBe('198.51.100.1');
  });
});

describe('trustedProxies', () => {
  const trusts = (setting: string[], address: string) => {
    const trusted = trustedProxies(setting);
    return typeof trusted === 'function' && trusted(address, 0);
  };

  it.each([
    [['10.0.0.0/8'], '10.1.2.3', true],
    [['10.0.0.0/8'], '10.1.2.3:8080', true],
    [['10.0.0.0/8'], '::ffff:10.1.2.3', true],
    [['10.0.0.0/8'], '11.1.2.3', false],
    [['2001:db8::/32'], '[2001:db8::1]:443', true],
    [['192.0.2.1'], '192.0.2.1', true],
    [['192.0.2.1'], '192.0.2.2', false],
    [['loopback'], '127.0.0.1', true],
    [['loopback'], '::1', true],
    [['linklocal'], '169.254.1.1', true],
    [['uniquelocal'], '192.168.1.1', true],
    [['uniquelocal'], 'fd00::1', true],
    [['uniquelocal'], 'nonsense', false],
  ])('with the setting %j trust %s: %s', (setting, address, expected) => {
    expect(trusts(setting, address)).toBe(expected);
  });

  it('counts hops from the service outwards', () => {
    const trusted = trustedProxies(1);
    expect(typeof trusted === 'function' && [trusted('a', 0), trusted('a', 1)]).toEqual([true, false]);
  });
});
