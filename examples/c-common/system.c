#define _POSIX_C_SOURCE 200809L
#include "system.h"

#include <fcntl.h>
#include <time.h>
#include <unistd.h>

int64_t system_time(void)
{
    return (int64_t)time(NULL);
}

int system_random(uint8_t *buf, size_t len)
{
    int fd = open("/dev/urandom", O_RDONLY);
    ssize_t have = fd < 0 ? -1 : read(fd, buf, len);

    if (fd >= 0)
        close(fd);
    return have == (ssize_t)len ? 0 : -1;
}
