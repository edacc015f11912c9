/*
 * The clock of the device: seconds since 1970, and how ONVIF says and sets them, part by part.
 *
 * It stands at the time it was set to: call clock_tick from a timer, once a second. The programs here do not, so that
 * every board gives the same answers.
 */
#ifndef CLOCK_H
#define CLOCK_H

#include "soapstone.h"

/* "2026-01-01T00:00:00Z" */
#define CLOCK_STAMP 20

/* The parts of a stamp, in the order of ONVIF: Time, then Date. */
enum { CLOCK_HOUR, CLOCK_MINUTE, CLOCK_SECOND, CLOCK_YEAR, CLOCK_MONTH, CLOCK_DAY, CLOCK_PARTS };

typedef struct {
    const char *name;
    uint8_t at;     /* its first digit */
    uint8_t digits; /* how many */
} clock_part_of_stamp;

extern const clock_part_of_stamp clock_parts[CLOCK_PARTS];

/* A time that is being read. */
typedef struct {
    char stamp[CLOCK_STAMP];
    uint8_t part; /* whose text comes now; CLOCK_PARTS for none */
    uint8_t seen; /* a bit for each part that had a digit */
} clock_setting;

int64_t clock_now(void);
void clock_tick(void);

/* Writes the time into a stamp; gives the digits of one of its parts. */
int32_t clock_stamp(char stamp[CLOCK_STAMP]);
soapstone_str clock_digits(const char *stamp, unsigned part);

/* Reads a time: the name of the element that has opened (empty when it has closed), the pieces of its text, the end. */
void clock_begin(clock_setting *s);
void clock_part(clock_setting *s, soapstone_str name);
int32_t clock_text(clock_setting *s, soapstone_str text);
int32_t clock_set(const clock_setting *s);

#endif
