/* CRC-32 as in Ethernet and zip, four bits at a time: a table of 16 words is small enough for any device. */
#ifndef CRC32_H
#define CRC32_H

#include <stddef.h>
#include <stdint.h>

/* Goes on from crc, which is 0 at the beginning. */
static inline uint32_t crc32_update(uint32_t crc, const uint8_t *data, size_t len)
{
    static const uint32_t table[16] = {
        0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c,
    };
    size_t i;

    crc = ~crc;
    for (i = 0; i < len; i++) {
        crc = table[(crc ^ data[i]) & 15] ^ (crc >> 4);
        crc = table[(crc ^ (data[i] >> 4)) & 15] ^ (crc >> 4);
    }
    return ~crc;
}

#endif
