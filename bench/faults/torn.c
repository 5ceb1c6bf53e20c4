/* A write that is torn: of the bytes that go to files whose path ends in "-wal", the first so many are written, and
   then either the process is killed, or this write comes back short and every later one fails with EIO, until the
   tearing is called off. Loaded with LD_PRELOAD; armed by the process itself, through ctypes. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static long left = -1; /* bytes that still pass; -1 while nothing is torn */
static int kills = 0;
static long passed = 0; /* bytes that went to such files, armed or not */

void torn_arm(long bytes, int kill_then) { left = bytes, kills = kill_then; }
void torn_disarm(void) { left = -1; }
long torn_passed(void) { return passed; }

static int is_watched(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t size = readlink(link, path, sizeof path);
    return size > 4 && !memcmp(path + size - 4, "-wal", 4);
}

/* Return how many of `count` bytes may be written, or -1 for an error; `last` tells whether to end the process then. */
static ssize_t allowed(int fd, size_t count, int *last) {
    *last = 0;
    if (!is_watched(fd)) return count;
    if (left < 0) return passed += count, (ssize_t)count;
    if ((size_t)left >= count) return left -= count, passed += count, (ssize_t)count;
    ssize_t some = left;
    left = 0;
    *last = kills;
    if (!some && !kills) return errno = EIO, -1;
    return some;
}

#define TORN(NAME, PARAMETERS, ARGUMENTS)                                          \
    ssize_t NAME PARAMETERS {                                                              \
        static ssize_t(*real) PARAMETERS;                                                  \
        if (!real) *(void **)&real = dlsym(RTLD_NEXT, #NAME);                              \
        int last;                                                                          \
        ssize_t some = allowed(fd, count, &last);                                          \
        if (some < 0) return -1;                                                           \
        count = some;                                                                      \
        ssize_t done = count || !last ? real ARGUMENTS : 0;                                \
        if (last) kill(getpid(), SIGKILL);                                                 \
        return done;                                                                       \
    }

TORN(write, (int fd, const void *data, size_t count), (fd, data, count))
TORN(pwrite, (int fd, const void *data, size_t count, off_t at), (fd, data, count, at))
TORN(pwrite64, (int fd, const void *data, size_t count, off64_t at), (fd, data, count, at))
