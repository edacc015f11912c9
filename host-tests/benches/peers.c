/* One pass over a message by each reader and writer that is written in C.
 *
 *   peers READER FILE CHUNK ROUNDS
 *
 * Reads FILE so many times, CHUNK bytes at a time (0: whole), and prints per round the nanoseconds it took and
 * what it saw: elements + attributes + bytes of text and attribute values; of a writer, the bytes it wrote.
 * The writers write FILE as text or base64, or as many bytes of records as FILE has. */
#define _POSIX_C_SOURCE 199309L
#include <expat.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlwriter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static unsigned long long seen;

static void expat_start(void *ctx, const XML_Char *name, const XML_Char **attributes) {
    (void)ctx, (void)name;
    seen++;
    for (; attributes[0]; attributes += 2)
        seen += 1 + strlen(attributes[1]);
}

static void expat_end(void *ctx, const XML_Char *name) {
    (void)ctx, (void)name;
}

static void expat_text(void *ctx, const XML_Char *text, int len) {
    (void)ctx, (void)text;
    seen += (unsigned)len;
}

static int expat(const char *message, size_t len, size_t chunk) {
    XML_Parser parser = XML_ParserCreateNS(NULL, ' ');
    int ok = parser != NULL;
    XML_SetElementHandler(parser, expat_start, expat_end);
    XML_SetCharacterDataHandler(parser, expat_text);
    for (size_t at = 0, size; ok && at < len; at += size) {
        size = len - at < chunk ? len - at : chunk;
        ok = XML_Parse(parser, message + at, (int)size, at + size == len) == XML_STATUS_OK;
    }
    XML_ParserFree(parser);
    return ok;
}

static void libxml_start(void *ctx, const xmlChar *local, const xmlChar *prefix, const xmlChar *uri, int namespaces,
                         const xmlChar **declarations, int count, int defaulted, const xmlChar **attributes) {
    (void)ctx, (void)local, (void)prefix, (void)uri, (void)namespaces, (void)declarations, (void)defaulted;
    seen++;
    for (int i = 0; i < count; i++, attributes += 5)
        seen += 1 + (unsigned long long)(attributes[4] - attributes[3]);
}

static void libxml_text(void *ctx, const xmlChar *text, int len) {
    (void)ctx, (void)text;
    seen += (unsigned)len;
}

static int libxml(const char *message, size_t len, size_t chunk) {
    xmlSAXHandler handler;
    memset(&handler, 0, sizeof handler);
    handler.initialized = XML_SAX2_MAGIC;
    handler.startElementNs = libxml_start;
    handler.characters = handler.cdataBlock = handler.ignorableWhitespace = libxml_text;
    (void)chunk;
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(message, (int)len);
    if (!parser)
        return 0;
    xmlSAXHandlerPtr own = parser->sax;
    parser->sax = &handler;
    xmlCtxtUseOptions(parser, XML_PARSE_HUGE);
    int ok = xmlParseDocument(parser) == 0;
    parser->sax = own;
    xmlFreeParserCtxt(parser);
    return ok;
}

/* The writers. The record is the one the Rust writers write. */
#define CHECK(call) (ok = ok && (call) >= 0)
static const xmlChar *const soap = BAD_CAST "http://www.w3.org/2003/05/soap-envelope";
static const xmlChar *const station = BAD_CAST "urn:example:station";
static const char *const ids[] = {"r000017", "r000388", "r002956", "r041173"};
static const char *const values[] = {"797.87", "13.05", "589.19", "671.49"};

static int records(xmlTextWriterPtr w, const xmlChar *id, const xmlChar *value) {
    int ok = 1;
    CHECK(xmlTextWriterStartElement(w, BAD_CAST "s:Reading"));
    CHECK(xmlTextWriterWriteAttribute(w, BAD_CAST "id", id));
    CHECK(xmlTextWriterWriteAttribute(w, BAD_CAST "s:state", BAD_CAST "ok"));
    CHECK(xmlTextWriterWriteElement(w, BAD_CAST "s:Sensor", BAD_CAST "tank & sump"));
    CHECK(xmlTextWriterStartElement(w, BAD_CAST "s:Value"));
    CHECK(xmlTextWriterWriteAttribute(w, BAD_CAST "unit", BAD_CAST "l/min"));
    CHECK(xmlTextWriterWriteString(w, value));
    CHECK(xmlTextWriterEndElement(w));
    CHECK(xmlTextWriterEndElement(w));
    return ok;
}

static int libxml_envelope(char what, const char *message, size_t len) {
    xmlBufferPtr buffer = xmlBufferCreate();
    xmlTextWriterPtr w = xmlNewTextWriterMemory(buffer, 0);
    int ok = 1;
    CHECK(xmlTextWriterStartDocument(w, NULL, "UTF-8", NULL));
    CHECK(xmlTextWriterStartElementNS(w, BAD_CAST "soap", BAD_CAST "Envelope", soap));
    CHECK(xmlTextWriterStartElementNS(w, BAD_CAST "soap", BAD_CAST "Body", NULL));
    CHECK(xmlTextWriterStartElementNS(w, BAD_CAST "s", BAD_CAST "Entry", station));
    if (what == 't')
        CHECK(xmlTextWriterWriteString(w, BAD_CAST message));
    else if (what == 'b')
        CHECK(xmlTextWriterWriteBase64(w, message, 0, (int)len));
    else
        for (size_t i = 0; ok && (size_t)xmlBufferLength(buffer) < len; i++)
            ok = records(w, BAD_CAST ids[i % 4], BAD_CAST values[i % 4]);
    CHECK(xmlTextWriterEndDocument(w));
    xmlFreeTextWriter(w);
    seen += (unsigned)xmlBufferLength(buffer);
    xmlBufferFree(buffer);
    return ok;
}

static int records_libxml(const char *message, size_t len, size_t chunk) {
    (void)chunk;
    return libxml_envelope('r', message, len);
}

static int text_libxml(const char *message, size_t len, size_t chunk) {
    (void)chunk;
    return libxml_envelope('t', message, len);
}

static int base64_libxml(const char *message, size_t len, size_t chunk) {
    (void)chunk;
    return libxml_envelope('b', message, len);
}

/* The floor in C: no escaping, no checks. */
static int records_snprintf(const char *message, size_t len, size_t chunk) {
    static char out[4096];
    size_t total = 0;
    (void)message, (void)chunk;
    for (size_t i = 0; total < len; i++)
        total += (size_t)snprintf(out, sizeof out,
                                  "<s:Reading id=\"%s\" s:state=\"%s\"><s:Sensor>%s</s:Sensor>"
                                  "<s:Value unit=\"%s\">%s</s:Value></s:Reading>",
                                  ids[i % 4], "ok", "tank &amp; sump", "l/min", values[i % 4]);
    seen += total;
    return 1;
}

typedef int pass(const char *message, size_t len, size_t chunk);
static const struct {
    const char *name;
    pass *pass;
} passes[] = {
    {"expat", expat},
    {"libxml2", libxml},
    {"write-records-libxml2", records_libxml},
    {"write-records-snprintf", records_snprintf},
    {"write-text-libxml2", text_libxml},
    {"write-base64-libxml2", base64_libxml},
};

static char *whole_file(const char *path, size_t *len) {
    FILE *file = fopen(path, "rb");
    char *bytes = NULL;
    if (file && fseek(file, 0, SEEK_END) == 0) {
        *len = (size_t)ftell(file);
        rewind(file);
        bytes = malloc(*len + 1);
        if (bytes && fread(bytes, 1, *len, file) != *len)
            bytes = NULL;
        if (bytes)
            bytes[*len] = 0;
    }
    if (file)
        fclose(file);
    return bytes;
}

int main(int argc, char **argv) {
    size_t len = 0;
    char *message = argc == 5 ? whole_file(argv[2], &len) : NULL;
    if (!message) {
        fprintf(stderr, "usage: peers READER FILE CHUNK ROUNDS\n");
        return 2;
    }
    size_t chunk = strtoul(argv[3], NULL, 10);
    pass *chosen = NULL;
    for (size_t i = 0; i < sizeof passes / sizeof *passes; i++)
        if (strcmp(passes[i].name, argv[1]) == 0)
            chosen = passes[i].pass;
    for (long round = strtol(argv[4], NULL, 10); chosen && round > 0; round--) {
        struct timespec from, to;
        seen = 0;
        clock_gettime(CLOCK_MONOTONIC, &from);
        if (!chosen(message, len, chunk ? chunk : len)) {
            fprintf(stderr, "%s refuses %s\n", argv[1], argv[2]);
            return 1;
        }
        clock_gettime(CLOCK_MONOTONIC, &to);
        printf("%lld %llu\n", (to.tv_sec - from.tv_sec) * 1000000000LL + to.tv_nsec - from.tv_nsec, seen);
    }
    return chosen ? 0 : 2;
}
