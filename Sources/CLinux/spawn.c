#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Only async-signal-safe calls below: other threads of the parent may hold any
   lock at the moment of fork. */

static void close_from(int first)
{
    struct rlimit limit;
#ifdef SYS_close_range
    if (syscall(SYS_close_range, first, ~0U, 0) == 0)
        return;
#endif
    /* Kernels before 5.9. A limit of a million would take a second: descriptors
       of this program are low and close-on-exec anyway. */
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0 || limit.rlim_cur > 4096)
        limit.rlim_cur = 4096;
    for (int fd = first; fd < (int)limit.rlim_cur; fd++)
        close(fd);
}

static int bound(__rlimit_resource_t what, uint64_t limit)
{
    struct rlimit both = {.rlim_cur = limit, .rlim_max = limit};
    return limit ? setrlimit(what, &both) : 0;
}

static int give_up(const struct muster_spawn *order)
{
    if (order->group >= 0) {
        gid_t group = (gid_t)order->group;
        if (syscall(SYS_setgroups, 0, NULL) < 0 || setresgid(group, group, group) < 0)
            return -1;
    }
    if (order->user >= 0) {
        uid_t user = (uid_t)order->user;
        if (setresuid(user, user, user) < 0)
            return -1;
    }
    return 0;
}

static int place(int from, int to, int null)
{
    return dup2(from < 0 ? null : from, to) < 0 ? -1 : 0;
}

static _Noreturn void become(const struct muster_spawn *order, pid_t parent, int report)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

    /* Where there is no /dev (a bare chroot), an empty file in memory does: Linux 3.17. */
#ifdef SYS_memfd_create
    if (null < 0)
        null = (int)syscall(SYS_memfd_create, "null", 1U /* MFD_CLOEXEC */);
#endif
    sigemptyset(&none);
    for (int signal = 1; signal < 32; signal++)
        sigaction(signal, &standard, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
    setpgid(0, 0);
    /* The report pipe goes out of the way of the descriptors to be placed. */
    report = fcntl(report, F_DUPFD_CLOEXEC, 3);
    if (report < 0 || null < 0 || place(order->input, 0, null) || place(order->output, 1, null) ||
        place(order->errors, 2, null))
        goto failed;
    if (report != 3 && dup3(report, 3, O_CLOEXEC) < 0)
        goto failed;
    report = 3;
    close_from(4);
    if (chdir("/") < 0 || bound(RLIMIT_CPU, order->seconds_of_cpu) ||
        bound(RLIMIT_FSIZE, order->file_bytes) || bound(RLIMIT_NOFILE, order->open_files) ||
        bound(RLIMIT_CORE, 0) || give_up(order) < 0)
        goto failed;
    if (order->parent_death_signal) {
        prctl(PR_SET_PDEATHSIG, order->parent_death_signal, 0, 0, 0);
        if (getppid() != parent)
            _exit(127);
    }
    execve(order->path, order->arguments, order->environment);
failed:;
    int error = errno;
    (void)!write(report, &error, sizeof error);
    _exit(127);
}

pid_t muster_spawn(const struct muster_spawn *order)
{
    int report[2], error = 0;
    pid_t parent = getpid(), child;

    if (pipe2(report, O_CLOEXEC) < 0)
        return -errno;
    child = fork();
    if (child == 0)
        become(order, parent, report[1]);
    error = child < 0 ? errno : 0;
    close(report[1]);
    if (child > 0) {
        setpgid(child, child);
        ssize_t got;
        do
            got = read(report[0], &error, sizeof error);
        while (got < 0 && errno == EINTR);
        if (got != sizeof error)
            error = 0;
        else
            waitpid(child, NULL, 0);
    }
    close(report[0]);
    return error ? -error : child;
}
