# Calls the echo service with SOAP::Lite: client.pl ENDPOINT VERSION CASE...
use strict;
use warnings;
use utf8;
use Echo;
use JSON::PP;
use MIME::Base64;
use POSIX qw(strftime);

my ($endpoint, $version, @cases) = @ARGV;
my $json   = JSON::PP->new->canonical->ascii->allow_nonref;
my @blocks = ();
my $answer;

sub expect {
    my ($what, $got, $wanted) = map { ref $_ ? $json->encode($_) : $_ } @_;
    return if defined $got ? defined $wanted && $got eq $wanted : !defined $wanted;
    die sprintf "%s: got %.200s, wanted %.200s\n", $what, map { $json->encode($_) } $got, $wanted;
}

my $soap;

sub connect_anew {
    SOAP::Lite->soapversion($version);    # of all objects; that of an object is not the one that counts
    $soap = SOAP::Lite->new->proxy($endpoint, timeout => 60, keep_alive => 1)->autotype(0);
    $soap->serializer->encodingStyle('');
    $soap->on_action(sub { sprintf '"%s/%s"', ECHO, $_[1] });
    $soap->on_fault(sub { my (undef, $fault) = @_; ref $fault ? $fault : die "no answer: $fault\n" });
    @blocks = ();
}

# Calls an operation; the answer, or the fault, is in $answer.
sub call {
    my ($operation, @children) = @_;
    my $method = SOAP::Data->name($operation)->attr({ xmlns => ECHO });
    $answer = $soap->call($method, @blocks, @children);
    return $answer;
}

sub echo {
    for my $text (@_) {
        call('echoText', element(text => $text));
        die 'fault: ' . $answer->faultstring . "\n" if $answer->fault;
        expect('text', $answer->valueof('//echoTextResponse/text') // '', $text);
    }
}

sub refused {
    my ($code) = @_;
    die "no fault came back\n" unless $answer->fault;
    my $got = $answer->fault->{faultcode} // $answer->fault->{Code}{Value};
    $code = { Client => 'Sender', Server => 'Receiver' }->{$code} // $code if $code && $version eq '1.2';
    expect('fault code', $got =~ s/.*://r, $code) if $code;
}

sub block {
    my ($namespace, $name, $value, $mandatory) = @_;
    my $block = SOAP::Header->name("h:$name")->value($value)->attr({ 'xmlns:h' => $namespace });
    $block->type('string') unless ref $value;
    push @blocks, $mandatory ? $block->mustUnderstand(1) : $block;
}

sub username {
    my ($password) = @_;
    for my $secret (PASSWORD, 'wrong') {
        connect_anew();
        my $user  = SOAP::Data->name('h:Username')->type('string')->value(USER);
        my $token = SOAP::Data->name('h:UsernameToken')->value(\SOAP::Data->value($user, $password->($secret)));
        block(WSSE, 'Security', \SOAP::Data->value($token), 1);
        $secret eq PASSWORD ? echo('x') : do { call('echoText', element(text => 'x')); refused() };
    }
}

my %run = (
    text => sub {
        echo("  <&>\"' ]]> &amp; \x{e4}\x{20ac}\x{1d11e} e\x{301}\t\nend  ");
        echo("\x{85}\x{2028}\x{7f}\x{9f}\x{d7ff}\x{e000}\x{fffd}\x{10fffd} \x{645}\x{631} \x{65e5}\x{672c}", '');
    },
    cr      => sub { echo("a\r\nb\rc") },
    text64k => sub { echo("0123456789abcde\n" x 4096) },
    struct  => sub {
        my @names = ('one', 'two & <three>', '');
        my $item  = element(
            item => plain(number => -2147483648),
            plain(ratio => 0.1), plain(when => '2026-11-21T10:20:30.5Z'), plain(flag => 'true'),
            (map { element(name => $_) } @names),
            element(inner => element(label => 'in'), plain(count => 7)),
            SOAP::Data->name('maybe')->attr({ xmlns => ECHO, 'xsi:nil' => 'true' }),
        );
        call('echoStruct', $item);
        my $at   = '//echoStructResponse/item';
        my %want = (number => -2147483648, ratio => 0.1, flag => 'true', 'inner/label' => 'in', 'inner/count' => 7);
        expect($_, $answer->valueof("$at/$_"), $want{$_}) for sort keys %want;
        expect('when', $answer->valueof("$at/when") =~ s/\.50*(Z|\+00:00)$/.5Z/r, '2026-11-21T10:20:30.5Z');
        expect('name',  [map { $_ // '' } $answer->valueof("$at/name")], \@names);
        expect('maybe', $answer->valueof("$at/maybe"), undef);
    },
    binary => sub {
        my $data = join '', map { chr(($_ * 31 + ($_ >> 8)) % 256) } 0 .. (1 << 20) - 1;
        call('echoBinary', plain(data => encode_base64($data, '')));
        expect('data', decode_base64($answer->valueof('//echoBinaryResponse/data') // '') eq $data, 1);
    },
    fault => sub {
        my @failure = ('E-17', 'no <such> thing & more');
        call('fail', element(code => $failure[0]), element(text => $failure[1]));
        refused('Client');
        my $text = $answer->valueof('//Fault/Reason/Text') // $answer->valueof('//Fault/faultstring');
        my ($at) = map { "//Fault/$_/failure" } grep { $answer->match("//Fault/$_/failure") } qw(Detail detail);
        expect('reason', $text, $failure[1]);
        die "no detail\n" unless $at;
        expect('detail', [map { $answer->valueof("$at/$_") } qw(code text)], \@failure);
    },
    understood => sub {
        block(ECHO, 'trace', 'trace-7', 1);
        echo('x');
        expect('trace', $answer->valueof('//Header/trace'), 'trace-7');
    },
    'not-understood' => sub {
        block(OTHER, 'lock', '?', 1);
        call('echoText', element(text => 'x'));
        refused('MustUnderstand');
    },
    addressing => sub {
        my $id = sprintf 'urn:uuid:%08x-0000-4000-8000-%012x', time, $$;
        block(WSA, 'Action', ECHO . '/echoText');
        block(WSA, 'MessageID', $id);
        block(WSA, 'To', 'urn:soapstone:echo');
        echo('x');
        expect('RelatesTo', $answer->valueof('//Header/RelatesTo'), $id);
        expect('Action', $answer->valueof('//Header/Action'), ECHO . '/echoTextResponse');
    },
    'username-text' => sub {
        username(sub { SOAP::Data->name('h:Password')->type('string')->value($_[0])->attr({ Type => TOKEN . '#PasswordText' }) });
    },
    'username-digest' => sub {
        username(
            sub {
                my ($nonce, $created) = (join('', map { chr int rand 256 } 1 .. 16), strftime('%Y-%m-%dT%H:%M:%SZ', gmtime));
                my $type = { Type => TOKEN . '#PasswordDigest' };
                return SOAP::Data->name('h:Password')->type('string')->value(digest($nonce, $created, $_[0]))->attr($type),
                    SOAP::Data->name('h:Nonce')->type('string')->value(encode_base64($nonce, '')),
                    SOAP::Data->name('u:Created')->type('string')->value($created)->attr({ 'xmlns:u' => WSU });
            }
        );
    },
    'keep-alive' => sub { echo(0 .. 9) },
    'one-way'    => sub {
        call('oneWay', element(text => 'x'));
        expect('answer', ref $answer ? $answer->result : undef, undef);
    },
);

$| = 1;
for my $case (@cases) {
    my %line = (case => $case);
    if (!$run{$case}) {
        $line{skip} = 'not offered by this peer';
    } elsif (eval { connect_anew(); $run{$case}->(); 1 }) {
        $line{ok} = JSON::PP::true;
    } else {
        @line{qw(ok why)} = (JSON::PP::false, substr $@, 0, 600);
    }
    print $json->encode(\%line), "\n";
}
