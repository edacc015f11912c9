# Serves the echo service with SOAP::Lite in both SOAP versions: server.pl PORT, prints `ready PORT`.
use strict;
use warnings;
use SOAP::Transport::HTTP;

package EchoService;
use Echo;
use Encode qw(encode);
use MIME::Base64;
our @ISA = ('SOAP::Server::Parameters');

sub fault {
    my ($code, $text, @detail) = @_;
    $code = 'Sender' if $code eq 'Client' && SOAP::Lite->soapversion eq '1.2';
    die SOAP::Fault->new(faultcode => $code, faultstring => $text, @detail ? (faultdetail => $detail[0]) : ());
}

# Proves the UsernameToken, if there is one.
sub secure {
    my ($call) = @_;
    my $at = '//Header/Security/UsernameToken';
    return unless $call->match($at);
    my ($user, $secret, $nonce, $created) = map { $call->valueof("$at/$_") } qw(Username Password Nonce Created);
    my $type   = ($call->dataof("$at/Password")->attr || {})->{Type} // '';
    my $wanted = $type =~ /#PasswordDigest$/ ? digest(decode_base64($nonce), $created, PASSWORD) : PASSWORD;
    fault('wsse:FailedAuthentication', 'no such user or password') unless $user eq USER && $secret eq $wanted;
}

# The header blocks of the answer; a mandatory one that is not known is refused. SOAP::Lite would refuse all of them.
sub judge {
    my ($call) = @_;
    my @answering;
    for my $block ($call->dataof('//Header/*')) {
        my $name = $block->name;
        my ($mark) = map { $block->attr->{$_} } grep { /mustUnderstand$/ } keys %{ $block->attr || {} };
        push @answering, SOAP::Header->name('e:trace')->attr({ 'xmlns:e' => ECHO })->type('string')->value($block->value)
            if $name eq 'trace';
        if ($name eq 'MessageID') {
            my %said = (RelatesTo => $block->value, Action => ECHO . '/echoTextResponse');
            push @answering, map {
                SOAP::Header->name("a:$_")->attr({ 'xmlns:a' => WSA })->type('string')->value($said{$_})
            } sort keys %said;
        }
        fault('MustUnderstand', "the header block $name is not understood")
            if ($mark // '') =~ /^(1|true)$/ && $name !~ /^(trace|Action|To|MessageID|ReplyTo|Security)$/;
    }
    secure($call);
    return @answering;
}

sub echoText {
    my $call = pop;
    return judge($call), element(text => $call->valueof('//echoText/text') // '');
}

sub echoStruct {
    my $call = pop;
    my $at   = '//echoStruct/item';
    my @plain = map { plain($_ => $call->valueof("$at/$_")) } qw(number ratio when flag);
    my @names = map { element(name => $_ // '') } $call->valueof("$at/name");
    my $inner = element(inner => element(label => $call->valueof("$at/inner/label")),
        plain(count => $call->valueof("$at/inner/count")));
    my $maybe = $call->valueof("$at/maybe");
    my $last  = defined $maybe ? element(maybe => $maybe)
        : SOAP::Data->name('maybe')->attr({ xmlns => ECHO, 'xsi:nil' => 'true' });
    return judge($call), element(item => @plain, @names, $inner, $last);
}

sub echoBinary {
    my $call = pop;
    return plain(data => $call->valueof('//echoBinary/data'));
}

sub fail {
    my $call = pop;
    my ($code, $text) = map { $call->valueof("//fail/$_") } qw(code text);
    fault('Client', $text, element(failure => element(code => $code), element(text => $text)));
}

sub oneWay { return }

# The daemon of SOAP::Lite serves one connection at a time: here each has a process, which ends with it.
package Daemon;
our @ISA = ('SOAP::Transport::HTTP::Daemon');

sub accept {
    my ($self) = @_;
    exit if $self->{_daemon_is_child};
    while (my $connection = $self->{_daemon}->accept) {
        defined(my $process = fork) or die "fork: $!\n";
        $connection->close and next if $process;
        $self->{_daemon_is_child} = 1;
        $self->{_daemon}->close;
        alarm 120;
        return $connection;
    }
    return;
}

package main;

$SIG{CHLD} = 'IGNORE';
$SOAP::Constants::DO_NOT_CHECK_MUSTUNDERSTAND = 1;
my $server = Daemon->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], ReuseAddr => 1);
$server->dispatch_with({ Echo::ECHO() => 'EchoService' })->on_action(sub { });
$server->serializer->autotype(0);
$server->serializer->encodingStyle('');
$| = 1;
printf "ready %d\n", $server->{_daemon}->sockport;
$server->handle;
