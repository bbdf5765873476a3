import { describe, expect, test } from 'vitest'
import { guardHost, guardUrl, isLoopback, isPublicAddress } from './address-guard.ts'

const notPublic: Record<string, string[]> = {
  unspecified: ['0.0.0.0', '0.1.2.3', '::', '0:0:0:0:0:0:0:0'],
  loopback: ['127.0.0.1', '127.255.255.254', '::1'],
  private: ['10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255', '192.168.0.1', '192.168.255.255'],
  'link-local and cloud metadata': [
    '169.254.0.1',
    '169.254.169.254',
    '169.254.170.2',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fd00:ec2::254',
    '100.100.100.200',
    '168.63.129.16',
    '192.0.0.192',
  ],
  'carrier-grade NAT': ['100.64.0.1', '100.127.255.255'],
  'multicast and broadcast': ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1', 'ff0e::1'],
  reserved: [
    '192.0.2.1',
    '198.51.100.1',
    '203.0.113.1',
    '198.18.0.1',
    '192.88.99.1',
    '240.0.0.1',
    '2001:db8::1',
    '3fff::1',
    '100::1',
    '5f00::1',
  ],
  'unique and site local': ['fc00::1', 'fd12:3456:789a::1', 'fec0::1'],
  'IPv4 inside IPv6': [
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '::127.0.0.1',
    '::7f00:1',
    '2002:7f00:1::',
    '2002:c0a8:101::1',
    '2001:0:7f00:1::',
    '2001::1',
  ],
  'private IPv4 behind NAT64': [
    '64:ff9b::7f00:1',
    '64:ff9b::192.168.1.1',
    '64:ff9b::169.254.169.254',
    '64:ff9b::168.63.129.16',
    '64:ff9b::100.64.0.1',
    '64:ff9b::',
    '64:ff9b::ffff:ffff',
    '64:FF9B::A00:1',
    '64:ff9b:0:0:1::8.8.8.8',
    '64:ff9b:2::8.8.8.8',
    // Each layout that a network may choose for its own prefix: /96, /64, /56, /48.
    '64:ff9b:1::10.0.0.1',
    '64:ff9b:1:0:a:1:0:0',
    '64:ff9b:1:7f:0:1::',
    '64:ff9b:1:c0a8:1:100::',
    '64:ff9b:1:c0a8:1:100:808:808',
    '64:ff9b:1::',
  ],
  'with a zone': ['2606:4700:4700::1111%eth0', 'fe80::1%25eth0', '::1%lo'],
  'IPv6 that is not given out': ['4000::1', 'e000::1', '::2'],
  'no address at all': ['', 'localhost', '1.2.3.4.5', 'undefined'],
}

describe.each(Object.entries(notPublic))('%s is not public', (_range, addresses) => {
  test.each(addresses)('%s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.215.14',
  '172.15.0.1',
  '172.32.0.1',
  '100.128.0.1',
  '169.253.1.1',
  '192.167.1.1',
  '2606:4700:4700::1111',
  '2a00:1450:4001:80b::200e',
  // IPv4 as an IPv6-only network shows it.
  '64:ff9b::8.8.8.8',
  '64:ff9b::5db8:d70e',
  '64:ff9b:1::8.8.8.8',
  '64:ff9b:1:5db8:d7:e00::',
])('%s is public', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  // Every spelling of loopback and friends that some URL parser understands.
  'http://127.0.0.1/',
  'http://127.0.0.1./',
  'http://127.1/',
  'http://127.0.1/',
  'http://0/',
  'http://0x7f000001/',
  'http://0x7f.0.0.1/',
  'http://0x7f.1/',
  'http://0X7F.0X0.0X0.0X1/',
  'http://2130706433/',
  'http://017700000001/',
  'http://0177.0.0.1/',
  'http://0177.0.0.01/',
  'http://00000177.00.00.0001/',
  'http://127.0.0.0x1/',
  'http://3232235777/',
  'http://0xc0a80101/',
  'http://192.168.257/',
  'http://192.168.0x101/',
  'http://0xa9fea9fe/',
  'http://2852039166/',
  'http://169.254.43518/',
  'http://%31%32%37.0.0.1/',
  'http://１２７.０.０.１/',
  'http://①②⑦.⓪.⓪.①/',
  'http://127。0。0。1/',
  'http://127．0．0．1/',
  'http://[::1]/',
  'http://[0:0:0:0:0:0:0:1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[64:ff9b::10.0.0.1]/',
  'http://[fe80::1]/',
  'http://[fd00::1]:8080/',
  'https:127.0.0.1/',
  'http:\\\\127.0.0.1\\',
  '\thttp://127.0.0.1/ ',
  'http://127.0.\n0.1/',
  'https://192.168.1.1:8443/setup.cgi',
  'http://127.0.0.1../',
  'http://127.0.0.1。/',
  'http://[FD00:EC2::254]/latest/meta-data',
  'http://[fe80::1%25eth0]/',
  'http://[2002:c0a8:101::1]/',
  'http://[2001:0:7f00:1::]/',
  'http://[ff02::1]/',
  'http://255.255.255.255/',
  'http://224.0.0.251/',
  'http://100.64.0.1/',
  'http://198.18.0.1/',
  'http://203.0.113.7/',
  'http://١٢٧.٠.٠.١/',
  'http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/',
  'http://127.0.0.1\\@cdn.example.com/',
])('%j is refused: it is an address inside', (url) => {
  expect(() => guardUrl(url)).toThrow('picture-refused')
})

test.each([
  'http://localhost/',
  'http://LocalHost.:8080/',
  'http://localhost../',
  'http://a.b.localhost/',
  'http://ｌｏｃａｌｈｏｓｔ/',
  'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/',
  'http://local\u00adhost/',
  'http://%6c%6f%63%61%6c%68%6f%73%74/',
  'http://printer。local/',
  'http://printer．LOCAL./',
  'http://metadata.google.internal./',
  'http://router/',
  'http://.../',
])('%j is refused: it is a name inside', (url) => {
  expect(() => guardUrl(url)).toThrow('picture-refused')
})

test.each([
  'ftp://pictures.example.com/a.png',
  'file:///etc/passwd',
  'file://fileserver/share/a.png',
  'data:image/png;base64,AAAA',
  'blob:https://example.com/1',
  'javascript:alert(1)',
  'ws://example.com/',
  'gopher://example.com/',
  '//example.com/a.png',
  '\\\\fileserver\\share\\a.png',
  'a.png',
  '',
  'http://',
  'http://user:token@example.com/a.png',
  'http://token@example.com/a.png',
  'http://example.com:25/',
  'http://example.com:22/',
  'https://example.com:143/',
  'http://example.com:1/',
  'http://example.com:2049/',
  'https://example.com:5060/',
  'http://example.com:6000/',
  'http://example.com:6667/',
  'https://example.com:10080/',
  'http://1.2.3.256/',
  'http://[::1',
])('%j is refused: not the address of a picture on the web', (url) => {
  expect(() => guardUrl(url)).toThrow('picture-refused')
})

test.each([
  'localhost',
  'localhost.',
  'LOCALHOST',
  'app.localhost',
  'printer.local',
  'nas.lan',
  'router.home.arpa',
  'metadata.google.internal',
  'wiki.corp',
  'intranet',
  'fritz',
  'hiddenservice.onion',
  '',
  '.',
  'cdn..example.com',
  'cdn.example.1',
  'cdn.example.0x7f',
  '127.0.0.1',
  '[::1]',
])('%s is refused before any look-up', (host) => {
  expect(() => guardHost(host)).toThrow('picture-refused')
})

test('a dot at the end of a host is left out, for the catalogue knows none; two are no host', () => {
  expect(guardUrl('https://cdn.example.com./a.png').href).toBe('https://cdn.example.com/a.png')
  expect(guardUrl('https://cdn.example.com。/a.png').href).toBe('https://cdn.example.com/a.png')
  expect(() => guardUrl('https://cdn.example.com../a.png')).toThrow('picture-refused')
})

test('an ordinary picture address passes, without its fragment', () => {
  expect(guardUrl('https://cdn.example.com/a/b.png?w=600#reader').href).toBe(
    'https://cdn.example.com/a/b.png?w=600',
  )
  expect(guardUrl('http://example.com:8080/a.png').href).toBe('http://example.com:8080/a.png')
  expect(() => guardHost('cdn.example.com.')).not.toThrow()
})

test.each(['localhost', '127.0.0.1', '127.255.0.1', '::1'])('%s is this machine', (host) => {
  expect(isLoopback(host)).toBe(true)
})

test.each(['localhost.evil.example', '128.0.0.1', '::2', '::ffff:127.0.0.1', ''])(
  '%j may be another',
  (host) => {
    expect(isLoopback(host)).toBe(false)
  },
)
