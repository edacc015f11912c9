// What the client and the server share: the module itself, and the values they send.
'use strict';
const path = require('path');

const load = require('module').createRequire(path.join(process.env.PEERS, 'node', 'any.js'));

class Skip extends Error {}

function expect(what, got, wanted) {
  const [a, b] = [JSON.stringify(got), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${what}: got ${String(a).slice(0, 200)}, wanted ${String(b).slice(0, 200)}`);
}

module.exports = {
  soap: load('soap'),
  ECHO: 'urn:soapstone:echo',
  OTHER: 'urn:soapstone:other',
  WSA: 'http://www.w3.org/2005/08/addressing',
  WSDL: process.env.ECHO_WSDL,
  USER: 'alice',
  PASSWORD: 'p4ss<&w\u00f6rd',
  BINARY: Buffer.from(Uint8Array.from({ length: 1 << 20 }, (_, at) => at * 31 + Math.floor(at / 256))),
  TEXTS: [
    '  <&>"\' ]]> &amp; \u00e4\u20ac\u{1d11e} e\u0301\t\nend  ',
    '\u0085\u2028\u007f\u009f\ud7ff\ue000\ufffd\u{10fffd} \u0645\u0631 \u65e5\u672c \u1100\u1161',
    '',
  ],
  TEXT_CR: 'a\r\nb\rc',
  TEXT_64K: '0123456789abcde\n'.repeat(4096),
  Skip,
  expect,
};
