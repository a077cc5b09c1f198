#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int muster_watch_files(void)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);

    return fd < 0 ? -errno : fd;
}

int muster_watch(int watcher, const char *path)
{
    uint32_t what = IN_CLOSE_WRITE | IN_MOVE | IN_CREATE | IN_DELETE | IN_ATTRIB | IN_DELETE_SELF |
                    IN_MOVE_SELF | IN_DONT_FOLLOW;

    return inotify_add_watch(watcher, path, what) < 0 ? -errno : 0;
}

int muster_drain_watch(int watcher)
{
    char buffer[4096];
    int any = 0;

    /* Bounded: whoever writes faster than this is heard again at once. */
    for (int left = 64; left > 0 && read(watcher, buffer, sizeof buffer) > 0; left--)
        any = 1;
    return any;
}

int64_t muster_peer_user(int socket)
{
    struct ucred peer;
    socklen_t size = sizeof peer;

    if (getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) < 0)
        return -errno;
    return (int64_t)peer.uid;
}

int muster_connect(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd, error;

    if (strlen(path) >= sizeof address.sun_path)
        return -ENAMETOOLONG;
    strcpy(address.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -errno;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    error = errno;
    close(fd);
    return -error;
}

int muster_socket_pair(int ends[2])
{
    return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0 ? -errno : 0;
}

#ifdef __GLIBC__
/* Lets go of what is only read of one object: code, constants. */
static int let_go(struct dl_phdr_info *object, size_t size, void *unused)
{
    const uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);

    (void)size, (void)unused;
    for (int i = 0; i < object->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &object->dlpi_phdr[i];
        uintptr_t start = object->dlpi_addr + part->p_vaddr;
        uintptr_t end = (start + part->p_memsz + page - 1) & ~(page - 1);

        start &= ~(page - 1);
        if (part->p_type == PT_LOAD && !(part->p_flags & PF_W))
            madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}
#endif

void muster_trim_memory(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
    dl_iterate_phdr(let_go, NULL);
#endif
}
