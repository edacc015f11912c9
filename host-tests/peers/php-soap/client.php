<?php
// Calls the echo service with php-soap: client.php ENDPOINT VERSION CASE...
require __DIR__ . '/echo.php';

class Skip extends Exception
{
}

function expect(string $what, $got, $wanted): void
{
    if ($got !== $wanted) {
        $show = fn($value) => substr(json_encode($value, JSON_PARTIAL_OUTPUT_ON_ERROR), 0, 200);
        throw new Exception("$what: got {$show($got)}, wanted {$show($wanted)}");
    }
}

class Calls
{
    private SoapClient $client;

    public function __construct(string $endpoint, private string $version)
    {
        $this->client = new SoapClient(getenv('ECHO_WSDL'), [
            'location' => $endpoint,
            'soap_version' => $version === '1.2' ? SOAP_1_2 : SOAP_1_1,
            'features' => SOAP_SINGLE_ELEMENT_ARRAYS,
            'cache_wsdl' => WSDL_CACHE_NONE,
            'trace' => true,
        ]);
    }

    private function echo(string ...$texts): void
    {
        foreach ($texts as $text) {
            expect('text', $this->client->echoText(['text' => $text])->text, $text);
        }
    }

    private function raw(string $namespace, string $name, string $xml, bool $mandatory = true): SoapHeader
    {
        return new SoapHeader($namespace, $name, new SoapVar($xml, XSD_ANYXML), $mandatory);
    }

    /** Calls, and expects these header blocks in the answer. */
    private function answered(array $blocks): void
    {
        $answer = $this->client->__soapCall('echoText', [['text' => 'x']], null, null, $headers);
        expect('text', $answer->text, 'x');
        foreach ($blocks as $name => $text) {
            $block = $headers[$name] ?? null;
            expect($name, is_object($block) ? $block->_ : $block, $text);
        }
    }

    private function refused(callable $call, ?string $code): SoapFault
    {
        try {
            $call();
        } catch (SoapFault $fault) {
            if ($fault->faultcode === 'HTTP') {
                throw $fault;
            }
            if ($this->version === '1.2') {
                $code = ['Client' => 'Sender', 'Server' => 'Receiver'][$code] ?? $code;
            }
            if ($code !== null) {
                expect('fault code', preg_replace('/.*:/', '', $fault->faultcode), $code);
            }
            return $fault;
        }
        throw new Exception('no fault came back');
    }

    public function text(): void
    {
        $this->echo(
            "  <&>\"' ]]> &amp; \u{e4}\u{20ac}\u{1d11e} e\u{301}\t\nend  ",
            "\u{85}\u{2028}\u{7f}\u{9f}\u{d7ff}\u{e000}\u{fffd}\u{10fffd} \u{645}\u{631} \u{65e5}\u{672c} \u{1100}\u{1161}",
            '',
        );
    }

    public function cr(): void
    {
        $this->echo("a\r\nb\rc");
    }

    public function text64k(): void
    {
        $this->echo(str_repeat("0123456789abcde\n", 4096));
    }

    public function struct(): void
    {
        $item = [
            'number' => -2147483648,
            'ratio' => 0.1,
            'when' => '2026-11-21T10:20:30.5Z',
            'flag' => true,
            'name' => ['one', 'two & <three>', ''],
            'inner' => ['label' => 'in', 'count' => 7],
            'maybe' => null,
        ];
        $got = $this->client->echoStruct(['item' => $item])->item;
        foreach (['number', 'ratio', 'flag', 'name'] as $field) {
            expect($field, $got->$field, $item[$field]);
        }
        $moment = fn($text) => (new DateTime($text))->format('U.u');
        expect('when', $moment($got->when), $moment($item['when']));
        expect('inner', (array) $got->inner, $item['inner']);
        expect('maybe', $got->maybe ?? null, null);
    }

    public function binary(): void
    {
        $data = '';
        for ($at = 0; $at < 1 << 20; $at++) {
            $data .= chr(($at * 31 + intdiv($at, 256)) % 256);
        }
        expect('data', $this->client->echoBinary(['data' => $data])->data === $data, true);
    }

    public function fault(): void
    {
        $text = 'no <such> thing & more';
        $fault = $this->refused(fn() => $this->client->fail(['code' => 'E-17', 'text' => $text]), 'Client');
        expect('reason', $fault->faultstring, $text);
        expect('detail', (array) $fault->detail->failure, ['code' => 'E-17', 'text' => $text]);
    }

    public function understood(): void
    {
        $this->client->__setSoapHeaders(new SoapHeader(ECHO_NS, 'trace', 'trace-7', true));
        $this->answered(['trace' => 'trace-7']);
    }

    public function not_understood(): void
    {
        $this->client->__setSoapHeaders(new SoapHeader(OTHER_NS, 'lock', '?', true));
        $this->refused(fn() => $this->echo('x'), 'MustUnderstand');
    }

    public function addressing(): void
    {
        $id = 'urn:uuid:' . vsprintf('%s%s-%s-%s-%s-%s%s%s', str_split(bin2hex(random_bytes(16)), 4));
        $this->client->__setSoapHeaders([
            new SoapHeader(WSA, 'Action', ECHO_NS . '/echoText'),
            new SoapHeader(WSA, 'MessageID', $id),
            new SoapHeader(WSA, 'To', 'urn:soapstone:echo'),
        ]);
        $this->answered(['RelatesTo' => $id, 'Action' => ECHO_NS . '/echoTextResponse']);
    }

    private function username(callable $password): void
    {
        $secure = function (string $secret) use ($password) {
            $xml = sprintf(
                '<w:Security xmlns:w="%s" xmlns:u="%s"><w:UsernameToken><w:Username>%s</w:Username>%s' .
                    '</w:UsernameToken></w:Security>',
                WSSE,
                WSU,
                USER,
                $password($secret),
            );
            $this->client->__setSoapHeaders($this->raw(WSSE, 'Security', $xml));
        };
        $secure(PASSWORD);
        $this->echo('x');
        $secure('wrong');
        $this->refused(fn() => $this->echo('x'), null);
    }

    public function username_text(): void
    {
        $this->username(fn($secret) => sprintf(
            '<w:Password Type="%s#PasswordText">%s</w:Password>',
            TOKEN,
            htmlspecialchars($secret, ENT_XML1),
        ));
    }

    public function username_digest(): void
    {
        $this->username(function ($secret) {
            [$nonce, $created] = [random_bytes(16), gmdate('Y-m-d\TH:i:s\Z')];
            return sprintf(
                '<w:Password Type="%s#PasswordDigest">%s</w:Password><w:Nonce>%s</w:Nonce><u:Created>%s</u:Created>',
                TOKEN,
                digest($nonce, $created, $secret),
                base64_encode($nonce),
                $created,
            );
        });
    }

    public function keep_alive(): void
    {
        $this->echo(...array_map('strval', range(0, 9)));
    }

    public function one_way(): void
    {
        expect('answer', $this->client->oneWay(['text' => 'x']), null);
    }
}

foreach (array_slice($argv, 3) as $case) {
    $line = ['case' => $case];
    try {
        $method = strtr($case, '-', '_');
        if (!method_exists('Calls', $method)) {
            throw new Skip('not offered by this peer');
        }
        (new Calls($argv[1], $argv[2]))->$method();
        $line['ok'] = true;
    } catch (Skip $skip) {
        $line['skip'] = $skip->getMessage();
    } catch (Throwable $error) {
        $line += ['ok' => false, 'why' => get_class($error) . ': ' . substr($error->getMessage(), 0, 600)];
    }
    echo json_encode($line), "\n";
}
