#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <poll.h>
#include <sys/stat.h>

static int taken(int result, const struct stat *found, struct muster_look *answer)
{
    if (result < 0)
        return -errno;
    answer->mode = found->st_mode;
    answer->user = found->st_uid;
    return 0;
}

int muster_look_into(int fd, struct muster_look *answer)
{
    struct stat found;
    int result = fstat(fd, &found);

    return taken(result, &found, answer);
}

int muster_look_at(const char *path, struct muster_look *answer)
{
    struct stat found;
    int result = lstat(path, &found);

    return taken(result, &found, answer);
}

int muster_await_room(int fd, int milliseconds)
{
    struct pollfd room = {.fd = fd, .events = POLLOUT};
    int count = poll(&room, 1, milliseconds);

    if (count < 0)
        return -errno;
    if (count == 0)
        return -ETIMEDOUT;
    return room.revents & POLLERR ? -EPIPE : 1;
}
