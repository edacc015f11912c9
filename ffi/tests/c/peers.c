/* Peers from C: what each is read and written with. */
#include "check.h"

#include <string.h>

#define S soapstone_cstr
#define WSA "http://www.w3.org/2005/08/addressing"

static const char ONVIF[] = "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Header><wsa:Action>urn:a"
                            "</wsa:Action></e:Header><e:Body/></e:Envelope>";
static const char SIEBEL[] = "<?Siebel?><e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:header>"
                             "<authHeader/></e:header><e:body/></e:Envelope>";

static int32_t read_as(int32_t peer, int assume, const char *message)
{
    uint8_t workspace[512];
    soapstone_envelope_options options;
    soapstone_limits limits;
    soapstone_envelope_reader reader;
    soapstone_event event;
    soapstone_str input = S(message);
    int32_t status;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_options(peer, &options, &limits));
    CHECK(options.size == sizeof options && limits.size == sizeof limits && options.limits == &limits);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_reader_init(&reader, SOAPSTONE_ABI_VERSION, workspace,
                                                              sizeof workspace, &options));
    if (assume) {
        CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_assume_prefixes(peer, &reader));
    }
    do {
        status = soapstone_envelope_reader_next(&reader, &input, 1, &event);
    } while (status == SOAPSTONE_OK);
    CHECK_STATUS(SOAPSTONE_ERROR_INVALID_ARGUMENT, soapstone_peer_assume_prefixes(peer, &reader));
    return status;
}

static void reading(void)
{
    CHECK_STATUS(SOAPSTONE_END, read_as(SOAPSTONE_PEER_ONVIF, 1, ONVIF));
    CHECK_STATUS(SOAPSTONE_ERROR_UNBOUND_PREFIX, read_as(SOAPSTONE_PEER_ONVIF, 0, ONVIF));
    CHECK_STATUS(SOAPSTONE_ERROR_UNBOUND_PREFIX, read_as(SOAPSTONE_PEER_STANDARD, 1, ONVIF));
    CHECK_STATUS(SOAPSTONE_END, read_as(SOAPSTONE_PEER_SIEBEL, 1, SIEBEL));
    CHECK_STATUS(SOAPSTONE_ERROR_PI_FORBIDDEN, read_as(SOAPSTONE_PEER_STANDARD, 1, SIEBEL));
    CHECK_STATUS(SOAPSTONE_ERROR_VERSION_MISMATCH, read_as(SOAPSTONE_PEER_TR069, 1, ONVIF));
}

static void writing(int32_t peer, const char *name, const char *begin)
{
    uint8_t memory[512], workspace[1024];
    soapstone_output output;
    soapstone_writer writer;
    soapstone_peer read;
    soapstone_str bytes;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_read(peer, &read));
    CHECK_STR(name, read.name);
    memset(&output, 0, sizeof output);
    output.size = sizeof output;
    output.kind = SOAPSTONE_OUTPUT_BUFFER;
    output.memory = memory;
    output.memory_len = sizeof memory;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, workspace,
                                                              sizeof workspace, &output, NULL, read.version));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_pin_prefixes(peer, &writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_envelope(&writer));
    CHECK_STATUS(SOAPSTONE_ERROR_OUT_OF_ORDER, soapstone_envelope_writer_envelope(&writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_envelope_writer_finish(&writer));
    CHECK_STATUS(SOAPSTONE_OK, soapstone_writer_drain(&writer, &bytes));
    CHECK(bytes.len > strlen(begin) && memcmp(bytes.ptr, begin, strlen(begin)) == 0);
}

static void facts(void)
{
    soapstone_peer peer;
    CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_read(SOAPSTONE_PEER_OCPP16, &peer));
    CHECK(peer.version == SOAPSTONE_SOAP12 && peer.transport_action == SOAPSTONE_TRANSPORT_ACTION_PARAMETER);
    CHECK(peer.short_action == 1 && peer.from == 1);
    CHECK_STR(WSA, peer.addressing);
    CHECK_STATUS(SOAPSTONE_OK, soapstone_peer_read(SOAPSTONE_PEER_TR069, &peer));
    CHECK(peer.transport_action == SOAPSTONE_TRANSPORT_ACTION_EMPTY && peer.addressing.len == 0);
    CHECK(peer.short_action == 0 && peer.from == 0);
    CHECK(soapstone_peer_header_rank(SOAPSTONE_PEER_ONVIF, S(WSA), S("Action"))
          < soapstone_peer_header_rank(SOAPSTONE_PEER_ONVIF, S(WSA), S("To")));
    CHECK(soapstone_peer_header_rank(SOAPSTONE_PEER_ONVIF, S("urn:m"), S("To")) == 5);
    CHECK(soapstone_peer_header_rank(SOAPSTONE_PEER_STANDARD, S(WSA), S("To")) == 0);
}

static void misuse(void)
{
    const int32_t no = SOAPSTONE_ERROR_INVALID_ARGUMENT;
    const soapstone_str broken = { NULL, 1 };
    soapstone_envelope_options options;
    soapstone_limits limits;
    soapstone_peer peer;
    soapstone_writer zero;
    int32_t wrong;
    memset(&zero, 0, sizeof zero);
    for (wrong = -1; wrong <= SOAPSTONE_PEER_WS_DISCOVERY + 1; wrong += SOAPSTONE_PEER_WS_DISCOVERY + 2) {
        CHECK_STATUS(no, soapstone_peer_read(wrong, &peer));
        CHECK_STATUS(no, soapstone_peer_options(wrong, &options, &limits));
        CHECK(soapstone_peer_header_rank(wrong, S("a"), S("b")) == -1);
    }
    CHECK_STATUS(no, soapstone_peer_read(0, NULL));
    CHECK_STATUS(no, soapstone_peer_options(0, NULL, &limits));
    CHECK_STATUS(no, soapstone_peer_options(0, &options, NULL));
    CHECK_STATUS(no, soapstone_peer_assume_prefixes(0, NULL));
    CHECK_STATUS(no, soapstone_peer_pin_prefixes(0, NULL));
    CHECK_STATUS(no, soapstone_peer_pin_prefixes(0, &zero));
    CHECK(soapstone_peer_header_rank(0, broken, S("b")) == -1);
}

int main(void)
{
    reading();
    writing(SOAPSTONE_PEER_STANDARD, "standard", "<soap:Envelope ");
    writing(SOAPSTONE_PEER_SIEBEL, "Siebel", "<soapenv:Envelope ");
    writing(SOAPSTONE_PEER_WEBMETHODS, "webMethods", "<SOAP-ENV:Envelope ");
    writing(SOAPSTONE_PEER_IBM_BAW, "IBM BAW", "<soapenv:Envelope ");
    writing(SOAPSTONE_PEER_ONVIF, "ONVIF", "<SOAP-ENV:Envelope ");
    writing(SOAPSTONE_PEER_OCPP15, "OCPP 1.5-S", "<s:Envelope ");
    writing(SOAPSTONE_PEER_OCPP16, "OCPP 1.6-S", "<soap:Envelope ");
    writing(SOAPSTONE_PEER_TR069, "TR-069", "<SOAP-ENV:Envelope ");
    writing(SOAPSTONE_PEER_UPNP, "UPnP", "<s:Envelope ");
    writing(SOAPSTONE_PEER_WS_DISCOVERY, "WS-Discovery", "<s:Envelope ");
    facts();
    misuse();
    return check_done("peers");
}
