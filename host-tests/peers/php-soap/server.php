<?php
// Serves the echo service with php-soap in both SOAP versions: server.php PORT, prints `ready PORT`. The same file is the
// start, which becomes PHP's own web server, and what that server runs for each request.
require __DIR__ . '/echo.php';

class EchoService
{
    /** Header blocks of the answer; added by the operation, since PHP 8.2 crashes when a header method adds two. */
    private array $answering = [];

    public function __construct(private SoapServer $server, private bool $version12)
    {
    }

    private function fault(string|array $code, string $text, $detail = null, ?string $name = null): never
    {
        if ($this->version12 && $code === 'Client') {
            $code = 'Sender';
            http_response_code(400);
        }
        throw new SoapFault($code, $text, null, $detail, $name);
    }

    /** A method by the name of a header block makes that block understood. */
    public function trace($text): void
    {
        $this->answering[] = new SoapHeader(ECHO_NS, 'trace', $text);
    }

    public function MessageID($id): void
    {
        $this->answering[] = new SoapHeader(WSA, 'Action', ECHO_NS . '/echoTextResponse');
        $this->answering[] = new SoapHeader(WSA, 'RelatesTo', $id);
    }

    public function Action(): void
    {
    }

    public function To(): void
    {
    }

    public function Security($security): void
    {
        $token = $security->UsernameToken ?? null;
        if ($token === null) {
            return;
        }
        $secret = $token->Password->_ ?? $token->Password ?? '';
        $wanted = isset($token->Nonce) && strlen($secret) === 28
            ? digest(base64_decode($token->Nonce->_ ?? $token->Nonce), $token->Created, PASSWORD)
            : PASSWORD;
        if ($token->Username !== USER || !hash_equals($wanted, $secret)) {
            // A subcode of SOAP 1.2 cannot be said: it stands where the code should.
            $this->fault([WSSE, 'FailedAuthentication'], 'no such user or password');
        }
    }

    public function echoText($call): array
    {
        array_map([$this->server, 'addSoapHeader'], $this->answering);
        return ['text' => $call->text];
    }

    public function echoStruct($call): array
    {
        return ['item' => $call->item];
    }

    public function echoBinary($call): array
    {
        return ['data' => $call->data];
    }

    public function fail($call): never
    {
        $this->fault('Client', $call->text, ['code' => $call->code, 'text' => $call->text], 'failure');
    }

    public function oneWay($call): void
    {
    }
}

if (PHP_SAPI === 'cli-server') {
    $version12 = str_contains($_SERVER['CONTENT_TYPE'] ?? '', 'soap+xml');
    $server = new SoapServer(getenv('ECHO_WSDL'), [
        'soap_version' => $version12 ? SOAP_1_2 : SOAP_1_1,
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
        'cache_wsdl' => WSDL_CACHE_NONE,
    ]);
    $server->setObject(new EchoService($server, $version12));
    $server->handle();
    return;
}

$port = (int) $argv[1];
if ($port === 0) {
    $socket = stream_socket_server('tcp://127.0.0.1:0');
    $port = (int) substr(strrchr(stream_socket_get_name($socket, false), ':'), 1);
    fclose($socket);
}
if (pcntl_fork() === 0) {
    for ($tries = 0; $tries < 100; $tries++) {
        if (@fsockopen('127.0.0.1', $port)) {
            echo "ready $port\n";
            break;
        }
        usleep(50000);
    }
    exit();
}
pcntl_exec(PHP_BINARY, ['-d', 'soap.wsdl_cache_enabled=0', '-S', "127.0.0.1:$port", __FILE__]);
