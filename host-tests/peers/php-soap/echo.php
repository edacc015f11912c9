<?php
// What the client and the server share.
const ECHO_NS = 'urn:soapstone:echo';
const OTHER_NS = 'urn:soapstone:other';
const WSA = 'http://www.w3.org/2005/08/addressing';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const TOKEN = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0';
const USER = 'alice';
const PASSWORD = "p4ss<&w\u{f6}rd";

function digest(string $nonce, string $created, string $password): string
{
    return base64_encode(sha1($nonce . $created . $password, true));
}
