// Calls the echo service with node-soap: client.js ENDPOINT VERSION CASE....
'use strict';
const crypto = require('crypto');
const http = require('http');
const { soap, ECHO, OTHER, WSA, WSDL, USER, PASSWORD, BINARY } = require('./echo');
const { TEXTS, TEXT_CR, TEXT_64K, Skip, expect } = require('./echo');

const [endpoint, version, ...names] = process.argv.slice(2);
const prefix = version === '1.2' ? 'true' : '1';

function block(namespace, local, text, mandatory) {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const mark = mandatory ? ` soap:mustUnderstand="${prefix}"` : '';
  return `<h:${local} xmlns:h="${namespace}"${mark}>${escaped}</h:${local}>`;
}

async function connect(options) {
  const client = await soap.createClientAsync(WSDL, {
    endpoint,
    forceSoap12Headers: version === '1.2',
    preserveWhitespace: true,
    ...options,
  });
  client.setEndpoint(endpoint);
  return client;
}

async function refused(call, code) {
  try {
    await call;
  } catch (error) {
    const fault = error.root && error.root.Envelope && error.root.Envelope.Body.Fault;
    if (!fault) throw error;
    const got = fault.faultcode || fault.Code.Value;
    const wanted = version === '1.2' ? { Client: 'Sender', Server: 'Receiver' }[code] || code : code;
    if (code) expect('fault code', String(got.$value || got).split(':').pop(), wanted);
    return fault;
  }
  throw new Error('no fault came back');
}

const reason = (fault) => {
  const text = fault.faultstring || fault.Reason.Text;
  return text.$value === undefined ? text : text.$value;
};

async function echo(...values) {
  const client = await connect();
  for (const text of values) {
    const [answer] = await client.echoTextAsync({ text });
    expect('text', answer.text || '', text);
  }
}

async function username(options) {
  const client = await connect();
  client.setSecurity(new soap.WSSecurity(USER, PASSWORD, options));
  const [answer] = await client.echoTextAsync({ text: 'x' });
  expect('text', answer.text, 'x');
  client.setSecurity(new soap.WSSecurity(USER, 'wrong', options));
  await refused(client.echoTextAsync({ text: 'x' }));
}

const cases = {
  text: () => echo(...TEXTS),
  cr: () => echo(TEXT_CR),
  text64k: () => echo(TEXT_64K),

  async struct() {
    const client = await connect();
    const item = {
      number: -2147483648,
      ratio: 0.1,
      when: '2026-11-21T10:20:30.5Z',
      flag: true,
      name: ['one', 'two & <three>', ''],
      inner: { label: 'in', count: 7 },
      maybe: null,
    };
    const [{ item: got }] = await client.echoStructAsync({ item });
    for (const field of ['number', 'ratio', 'flag']) expect(field, got[field], item[field]);
    expect('when', new Date(got.when).getTime(), Date.parse(item.when));
    expect('name', got.name.map((name) => name || ''), item.name);
    expect('inner', [got.inner.label, got.inner.count], [item.inner.label, 7]);
    expect('maybe', got.maybe === undefined || got.maybe === null, true);
  },

  async binary() {
    const client = await connect();
    const [answer] = await client.echoBinaryAsync({ data: BINARY.toString('base64') });
    expect('data', Buffer.from(answer.data, 'base64').equals(BINARY), true);
  },

  async fault() {
    const client = await connect();
    const text = 'no <such> thing & more';
    const fault = await refused(client.failAsync({ code: 'E-17', text }), 'Client');
    expect('reason', reason(fault), text);
    const { failure } = fault.detail || fault.Detail;
    expect('detail', [failure.code, failure.text], ['E-17', text]);
  },

  async understood() {
    const client = await connect();
    client.addSoapHeader(block(ECHO, 'trace', 'trace-7', true));
    const [, , header] = await client.echoTextAsync({ text: 'x' });
    expect('trace', header.trace.$value || header.trace, 'trace-7');
  },

  async 'not-understood'() {
    const client = await connect();
    client.addSoapHeader(block(OTHER, 'lock', '?', true));
    await refused(client.echoTextAsync({ text: 'x' }), 'MustUnderstand');
  },

  async addressing() {
    const client = await connect();
    const identity = `urn:uuid:${crypto.randomUUID()}`;
    client.addSoapHeader(block(WSA, 'Action', `${ECHO}/echoText`));
    client.addSoapHeader(block(WSA, 'MessageID', identity));
    client.addSoapHeader(block(WSA, 'To', 'urn:soapstone:echo'));
    const [, , header] = await client.echoTextAsync({ text: 'x' });
    expect('RelatesTo', header.RelatesTo.$value || header.RelatesTo, identity);
    expect('Action', header.Action.$value || header.Action, `${ECHO}/echoTextResponse`);
  },

  'username-text': () => username({ hasTimeStamp: false, passwordType: 'PasswordText' }),
  'username-digest': () => username({ hasTimeStamp: true, passwordType: 'PasswordDigest' }),

  async 'keep-alive'() {
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const client = await connect();
    for (let number = 0; number < 10; number += 1) {
      const [answer] = await client.echoTextAsync({ text: `${number}` }, { httpAgent: agent, forever: true });
      expect('text', answer.text, `${number}`);
    }
  },

  async 'one-way'() {
    const client = await connect();
    const [answer] = await client.oneWayAsync({ text: 'x' });
    expect('answer', answer, null);
  },
};

(async () => {
  for (const name of names) {
    const line = { case: name };
    try {
      if (!cases[name]) throw new Skip('not offered by this peer');
      await cases[name]();
      line.ok = true;
    } catch (error) {
      if (error instanceof Skip) line.skip = error.message;
      else Object.assign(line, { ok: false, why: String(error.message || error).slice(0, 600) });
    }
    console.log(JSON.stringify(line));
  }
  process.exit();
})();
