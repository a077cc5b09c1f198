#define _GNU_SOURCE
#include "CLinux.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
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

/* Never above the caller's own limits, which a batch system may have set: nobody
   but root can raise them, and root has no reason to. */
static int lower(__rlimit_resource_t what, uint64_t limit)
{
    struct rlimit both;

    if (getrlimit(what, &both) < 0)
        return -1;
    if (both.rlim_max > limit)
        both.rlim_max = limit;
    if (both.rlim_cur > both.rlim_max)
        both.rlim_cur = both.rlim_max;
    return setrlimit(what, &both);
}

static int bound(__rlimit_resource_t what, uint64_t limit)
{
    return limit ? lower(what, limit) : 0;
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

static void write_number(const char *path, unsigned number)
{
    char digits[16];
    size_t at = sizeof digits;
    int fd = open(path, O_WRONLY | O_CLOEXEC);

    do
        digits[--at] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    if (fd >= 0)
        (void)!write(fd, digits + at, sizeof digits - at);
    close(fd);
}

/* What can fail here costs nothing but comfort, except the last step. */
static int confine(void)
{
    umask(077);
    setpriority(PRIO_PROCESS, 0, 10);
    write_number("/proc/self/oom_score_adj", 1000);
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static void standard_signals(void)
{
    struct sigaction standard = {.sa_handler = SIG_DFL};
    sigset_t none;

    sigemptyset(&none);
    for (int signal = 1; signal < 32; signal++)
        sigaction(signal, &standard, NULL);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

enum { REPORT = 3, PROGRAM = 4, FIRST_FREE = 5 };

/* Where there is no /dev (a bare chroot), an empty file in memory does: Linux 3.17. */
static int open_null(void)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);

#ifdef SYS_memfd_create
    if (null < 0)
        null = (int)syscall(SYS_memfd_create, "null", 1U /* MFD_CLOEXEC */);
#endif
    return null;
}

/* Descriptors 0 to 2, the report behind them, then the program where one is
   given by descriptor; nothing else. */
static int arrange(const struct muster_spawn *order, int report)
{
    int program = -1, null = open_null();

    /* Both go out of the way of the descriptors to be placed. */
    report = fcntl(report, F_DUPFD_CLOEXEC, FIRST_FREE);
    if (order->program >= 0)
        program = fcntl(order->program, F_DUPFD_CLOEXEC, FIRST_FREE);
    if (report < 0 || null < 0 || (order->program >= 0 && program < 0) ||
        place(order->input, 0, null) || place(order->output, 1, null) ||
        place(order->errors, 2, null) || dup3(report, REPORT, O_CLOEXEC) < 0)
        return -1;
    if (program >= 0 && dup3(program, PROGRAM, O_CLOEXEC) < 0)
        return -1;
    close_from(program >= 0 ? FIRST_FREE : PROGRAM);
    return 0;
}

static void execute(const struct muster_spawn *order)
{
    if (order->program < 0) {
        execve(order->path, order->arguments, order->environment);
        return;
    }
#ifdef SYS_execveat
    syscall(SYS_execveat, PROGRAM, "", order->arguments, order->environment, AT_EMPTY_PATH);
    if (errno != ENOSYS)
        return;
#endif
    /* Kernels before 3.19. */
    execve("/proc/self/fd/4", order->arguments, order->environment);
}

static _Noreturn void become(const struct muster_spawn *order, pid_t parent, int report)
{
    standard_signals();
    /* A session of its own: who runs without ours cannot open its terminal and type
       there as us (ioctl_tty(2), TIOCSTI). A new process leads no group yet. */
    if (setsid() < 0)
        setpgid(0, 0);
    if (arrange(order, report) < 0) {
        int error = errno;
        (void)!write(report, &error, sizeof error);
        _exit(127);
    }
    if (chdir("/") < 0 || (order->confined && confine() < 0) ||
        bound(RLIMIT_CPU, order->seconds_of_cpu) || bound(RLIMIT_FSIZE, order->file_bytes) ||
        bound(RLIMIT_NOFILE, order->open_files) || bound(RLIMIT_AS, order->address_bytes) ||
        bound(RLIMIT_NPROC, order->processes) || lower(RLIMIT_CORE, 0) || give_up(order) < 0)
        goto failed;
    if (order->parent_death_signal) {
        prctl(PR_SET_PDEATHSIG, order->parent_death_signal, 0, 0, 0);
        if (getppid() != parent)
            _exit(127);
    }
    execute(order);
failed:;
    int error = errno;
    (void)!write(REPORT, &error, sizeof error);
    _exit(127);
}

/* The first process of a pid namespace: starts the program, ends as it does, and
   the kernel ends with it whatever is left. */
static _Noreturn void lead(const struct muster_spawn *order, int report)
{
    int status, error;
    pid_t first = getpid(), child, ended;
    struct timespec now;

    standard_signals();
    setsid();
    if (order->parent_death_signal)
        prctl(PR_SET_PDEATHSIG, order->parent_death_signal, 0, 0, 0);
    /* Not always process 2: scripts make names of temporary files of their number. */
    clock_gettime(CLOCK_MONOTONIC, &now);
    write_number("/proc/sys/kernel/ns_last_pid", 300 + (unsigned)now.tv_nsec / 1000 % 30000);
    child = fork();
    if (child == 0)
        become(order, first, report);
    if (child < 0) {
        error = errno;
        (void)!write(report, &error, sizeof error);
        _exit(127);
    }
    close_from(0);
    do
        ended = waitpid(-1, &status, 0);
    while (ended != child && (ended > 0 || errno == EINTR));
    _exit(ended != child ? 127 : WIFSIGNALED(status) ? 128 + WTERMSIG(status)
                                                     : WEXITSTATUS(status));
}

/* The namespace that the next child is born into. A descriptor of ours, to come
   back with; -1 where root may not do so, or the kernel has none. */
static int enter_new_pids(void)
{
    int ours;

    if (geteuid() != 0)
        return -1;
    ours = open("/proc/self/ns/pid", O_RDONLY | O_CLOEXEC);
    if (ours >= 0 && unshare(CLONE_NEWPID) < 0) {
        close(ours);
        return -1;
    }
    return ours;
}

pid_t muster_spawn(const struct muster_spawn *order)
{
    int report[2], error = 0, ours = -1;
    pid_t parent = getpid(), child;

    if (pipe2(report, O_CLOEXEC) < 0)
        return -errno;
    if (order->confined)
        ours = enter_new_pids();
    child = fork();
    if (child == 0 && ours >= 0)
        lead(order, report[1]);
    if (child == 0)
        become(order, parent, report[1]);
    error = child < 0 ? errno : 0;
    if (ours >= 0) {
        if (setns(ours, CLONE_NEWPID) < 0 && child > 0) {
            error = errno;
            kill(child, SIGKILL);
        }
        close(ours);
    }
    close(report[1]);
    if (child > 0) {
        ssize_t got;
        int why = 0;
        do
            got = read(report[0], &why, sizeof why);
        while (got < 0 && errno == EINTR);
        if (got == sizeof why)
            error = why;
        if (error)
            waitpid(child, NULL, 0);
    }
    close(report[0]);
    return error ? -error : child;
}
