/* The calls by which the service keeps and sends reports, taken in front of the C
 * library's: a program's own definition comes first. Each does what the library's does,
 * by the system call itself, and dies where it was told to. */

#define _GNU_SOURCE
#include "KillSteps.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int wanted = -1, left, is_after;
static char witness[4096];

static const char *const names[] = {"write", "fsync", "rename", "send",
                                    "answer", "acknowledge", "unlink"};

static void tell(const char *word, const char *what)
{
    char line[512];
    int length = snprintf(line, sizeof line, "%s %s\n", word, what);
    int file = (int)syscall(SYS_openat, AT_FDCWD, witness, O_WRONLY | O_CREAT | O_APPEND, 0600);

    if (file < 0)
        return;
    syscall(SYS_write, file, line, (size_t)length);
    syscall(SYS_close, file);
}

void muster_die_at(int step, int count, int after, const char *path)
{
    snprintf(witness, sizeof witness, "%s", path);
    left = count;
    is_after = after;
    wanted = step;
}

static void at(int step, int after)
{
    if (step != wanted || after != is_after || --left != 0)
        return;
    tell("died", names[step]);
    syscall(SYS_kill, getpid(), SIGKILL);
}

ssize_t write(int file, const void *bytes, size_t count)
{
    struct stat status;
    int is_file = wanted >= 0 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
    long result;

    if (is_file)
        at(muster_step_write, 0);
    result = syscall(SYS_write, file, bytes, count);
    if (is_file)
        at(muster_step_write, 1);
    return result;
}

int fsync(int file)
{
    long result;

    at(muster_step_fsync, 0);
    result = syscall(SYS_fsync, file);
    at(muster_step_fsync, 1);
    return (int)result;
}

static int ends_in(const char *text, const char *end)
{
    size_t length = strlen(text), size = strlen(end);

    return length >= size && strcmp(text + length - size, end) == 0;
}

int renameat(int from, const char *old, int to, const char *name)
{
    int step = ends_in(name, ".done") ? muster_step_acknowledge : muster_step_rename;
    long result;

    at(step, 0);
    result = syscall(SYS_renameat, from, old, to, name);
    if (wanted >= 0 && result == 0 && name[0] == '0')
        tell(step == muster_step_acknowledge ? "acked" : "kept", name);
    at(step, 1);
    return (int)result;
}

int unlinkat(int folder, const char *name, int flags)
{
    long result;

    at(muster_step_unlink, 0);
    result = syscall(SYS_unlinkat, folder, name, flags);
    at(muster_step_unlink, 1);
    return (int)result;
}

static int is_order(const void *bytes, size_t count)
{
    return memmem(bytes, count < 512 ? count : 512, "muster-deliver/1", 16) != NULL;
}

ssize_t send(int socket, const void *bytes, size_t count, int flags)
{
    int is_delivery = wanted >= 0 && is_order(bytes, count);
    long result;

    if (is_delivery)
        at(muster_step_send, 0);
    result = syscall(SYS_sendto, socket, bytes, count, flags, NULL, 0);
    if (is_delivery)
        at(muster_step_send, 1);
    return result;
}

ssize_t recv(int socket, void *bytes, size_t count, int flags)
{
    long result = syscall(SYS_recvfrom, socket, bytes, count, flags, NULL, NULL);

    /* What the collector said is in hand, and nothing was made of it yet. */
    if (wanted >= 0 && result > 0 &&
        memmem(bytes, (size_t)result, "muster-deliver-outcome", 22) != NULL) {
        at(muster_step_answer, 0);
        at(muster_step_answer, 1);
    }
    return result;
}

static int jumps;

void muster_jump(int wanted_jumps) { jumps = wanted_jumps; }

time_t time(time_t *place)
{
    struct timespec now;
    time_t seconds;

    syscall(SYS_clock_gettime, CLOCK_REALTIME, &now);
    seconds = now.tv_sec;
    /* Ten years, in seconds, either way. */
    if (jumps)
        seconds += (time_t)(random() % 630720000) - 315360000;
    if (place)
        *place = seconds;
    return seconds;
}
