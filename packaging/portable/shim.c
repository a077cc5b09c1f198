/* What objects compiled on a new glibc ask for and glibc 2.28 does not have under that
 * name. Measured by the linker: only these were missing (packaging/README.md). */

#include <stdint.h>

struct stat;

/* The version of struct stat that these kernels' ABI has (glibc, bits/xstatver.h). */
#if defined(__x86_64__)
#define STAT_VERSION 1
#elif defined(__aarch64__)
#define STAT_VERSION 0
#else
#error "no version of struct stat is known for this architecture: see glibc's bits/xstatver.h"
#endif

/* glibc has functions of these names from 2.33; before, its headers called these. */
int __xstat(int version, const char *path, struct stat *status);
int __lxstat(int version, const char *path, struct stat *status);
int __fxstat(int version, int file, struct stat *status);
int __fxstatat(int version, int folder, const char *path, struct stat *status, int flags);

int stat(const char *path, struct stat *status)
{
    return __xstat(STAT_VERSION, path, status);
}

int lstat(const char *path, struct stat *status)
{
    return __lxstat(STAT_VERSION, path, status);
}

int fstat(int file, struct stat *status)
{
    return __fxstat(STAT_VERSION, file, status);
}

int fstatat(int folder, const char *path, struct stat *status, int flags)
{
    return __fxstatat(STAT_VERSION, folder, path, status, flags);
}

/* glibc sets it from 2.32 on while there is one thread, so that libstdc++ may count
 * without locking. Never is always right. */
char __libc_single_threaded = 0;

int getentropy(void *bytes, __SIZE_TYPE__ count);

/* glibc has it from 2.36; a static libstdc++ that was built there asks for it. */
uint32_t arc4random(void)
{
    uint32_t number;
    /* Linux 3.17; without it there is no randomness to be had that deserves the name. */
    if (getentropy(&number, sizeof number) != 0)
        __builtin_trap();
    return number;
}

/* glibc has it from 2.29; Foundation asks for it where a process starts another in a
 * folder, which no program of ours does. */
__attribute__((visibility("hidden"))) int
posix_spawn_file_actions_addchdir_np(void *actions, const char *path)
{
    (void)actions;
    (void)path;
    return 38; /* ENOSYS */
}

/* The same, from 2.36; expat asks for it. getentropy gives at most 256 bytes at once. */
void arc4random_buf(void *bytes, __SIZE_TYPE__ count)
{
    unsigned char *next = bytes;

    while (count > 0) {
        __SIZE_TYPE__ part = count < 256 ? count : 256;

        if (getentropy(next, part) != 0)
            __builtin_trap();
        next += part;
        count -= part;
    }
}
