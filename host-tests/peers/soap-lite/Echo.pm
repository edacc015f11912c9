package Echo;

# What the client and the server share.
use strict;
use warnings;
use utf8;
use Digest::SHA qw(sha1);
use Encode qw(encode);
use Exporter 'import';
use MIME::Base64 qw(encode_base64);
use SOAP::Lite;

our @EXPORT = qw(ECHO OTHER WSA WSSE WSU TOKEN USER PASSWORD digest element plain);
use constant {
    ECHO     => 'urn:soapstone:echo',
    OTHER    => 'urn:soapstone:other',
    WSA      => 'http://www.w3.org/2005/08/addressing',
    WSSE     => 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
    WSU      => 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
    TOKEN    => 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0',
    USER     => 'alice',
    PASSWORD => 'p4ss<&wörd',
};

sub digest {
    my ($nonce, $created, $password) = @_;
    return encode_base64(sha1($nonce . $created . encode('UTF-8', $password)), '');
}

# An element of the contract: a text, or the elements in it.
sub element {
    my ($name, @values) = @_;
    my $element = SOAP::Data->name($name)->attr({ xmlns => ECHO });
    return ref $values[0] ? $element->value(\SOAP::Data->value(@values)) : $element->type('string')->value($values[0]);
}

# An element whose value needs no escapes and says no type.
sub plain {
    my ($name, $value) = @_;
    return SOAP::Data->name($name)->attr({ xmlns => ECHO })->value($value);
}

1;
