// Serves the echo service with node-soap in both SOAP versions: server.js PORT, prints `ready PORT`.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const http = require('http');
const { soap, USER, PASSWORD, WSDL } = require('./echo');

const value = (node) => (node && node.$value !== undefined ? node.$value : node);
const escape = (text) => String(text).replace(/&/g, '&amp;').replace(/</g, '&lt;');

function fault(version, code, text, detail) {
  if (version === '1.1') return { Fault: { faultcode: `soap:${code}`, faultstring: text, detail } };
  const named = { Client: 'soap:Sender', Server: 'soap:Receiver' }[code] || `soap:${code}`;
  const shape = { Code: { Value: named }, Reason: { Text: text } };
  if (detail) shape.Detail = detail;
  return { Fault: { ...shape, statusCode: code === 'Client' ? 400 : 500 } };
}

function service(version) {
  const echo = {
    echoText: ({ text }) => ({ text: value(text) || '' }),
    echoStruct: ({ item }) => ({ item: { ...item, when: item.when.toISOString() } }),
    echoBinary: ({ data }) => ({ data: value(data) }),
    fail: ({ code, text }) => {
      throw fault(version, 'Client', value(text), {
        failure: { attributes: { xmlns: 'urn:soapstone:echo' }, code: value(code), text: value(text) },
      });
    },
    oneWay: () => {},
  };
  return { EchoService: { Echo11: echo, Echo12: echo } };
}

/** Whether a UsernameToken, if there is one, proves the password. */
function authenticate(security) {
  const token = security && security.UsernameToken;
  if (!token) return true;
  if (value(token.Username) !== USER) return false;
  const password = value(token.Password);
  if (!token.Nonce) return password === PASSWORD;
  const type = token.Password.attributes && token.Password.attributes.Type;
  if (!String(type).endsWith('#PasswordDigest')) return password === PASSWORD;
  const hash = crypto.createHash('sha1');
  hash.update(Buffer.from(value(token.Nonce), 'base64')).update(value(token.Created)).update(PASSWORD);
  return hash.digest('base64') === password;
}

/** Refuses a mandatory header block that is not known here: the library leaves that to the service. */
const judge = (version) => (blocks) => {
  for (const [name, block] of Object.entries(blocks)) {
    const marks = Object.entries((block && block.attributes) || {});
    const mandatory = marks.some(([key, mark]) => key.endsWith('mustUnderstand') && /^(1|true)$/.test(mark));
    if (mandatory && !['trace', 'Action', 'To', 'ReplyTo', 'Security'].includes(name)) {
      throw fault(version, 'MustUnderstand', `the header block ${name} is not understood`);
    }
  }
};

/** The header blocks of an answer. */
function answering(method, args, blocks) {
  const { trace, MessageID } = blocks || {};
  let out = trace ? `<e:trace xmlns:e="urn:soapstone:echo">${escape(value(trace))}</e:trace>` : '';
  if (MessageID) {
    out +=
      '<a:Action xmlns:a="http://www.w3.org/2005/08/addressing">' +
      `urn:soapstone:echo/${method}Response</a:Action>` +
      `<a:RelatesTo xmlns:a="http://www.w3.org/2005/08/addressing">${escape(value(MessageID))}</a:RelatesTo>`;
  }
  return out;
}

const server = http.createServer();
const listen = (version) =>
  new Promise((resolve) => {
    const listener = soap.listen(server, {
      path: `/${version}`,
      services: service(version),
      xml: fs.readFileSync(WSDL, 'utf8'),
      forceSoap12Headers: version === '1.2',
      suppressStack: true,
      oneWay: { responseCode: 202 },
      callback: resolve,
    });
    listener.wsdl.options.preserveWhitespace = true; // only a client's options say so
    listener.authenticate = authenticate;
    listener.on('headers', judge(version));
    listener.addSoapHeader(answering);
  });

(async () => {
  for (const version of ['1.1', '1.2']) await listen(version);
  // The version is that of the media type, whatever the path.
  server.prependListener('request', (request) => {
    request.url = /soap\+xml/.test(request.headers['content-type']) ? '/1.2' : '/1.1';
  });
  server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(`ready ${server.address().port}`));
})();
