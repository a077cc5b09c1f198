#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

const int muster_o_path = O_PATH;
const int muster_o_nofollow = O_NOFOLLOW;
const int muster_o_directory = O_DIRECTORY;
const int muster_clone_newuser = CLONE_NEWUSER;
const int muster_clone_newns = CLONE_NEWNS;
const int muster_clone_newipc = CLONE_NEWIPC;
const int muster_clone_newpid = CLONE_NEWPID;
const int muster_clone_newuts = CLONE_NEWUTS;

int muster_create_at(int folder, const char *name)
{
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

    return fd < 0 ? -errno : fd;
}

int muster_openat(int folder, const char *path, int flags)
{
    int fd = openat(folder, path, flags | O_CLOEXEC);
    return fd < 0 ? -errno : fd;
}

ssize_t muster_readlink(int fd, void *target, size_t size)
{
    ssize_t length = readlinkat(fd, "", target, size);
    return length < 0 ? -errno : length;
}

int muster_fstatfs(int fd, struct muster_statfs *answer)
{
    struct statfs found;

    if (fstatfs(fd, &found) < 0)
        return -errno;
    answer->magic = (int64_t)(uint32_t)found.f_type;
    answer->block_size = (uint64_t)(found.f_frsize ? found.f_frsize : found.f_bsize);
    answer->blocks = found.f_blocks;
    answer->blocks_free = found.f_bfree;
    answer->blocks_available = found.f_bavail;
    return 0;
}

/* The first version of the structure, which every kernel since 2.6 answers. */
struct xfs_geometry_v1 {
    uint32_t blocksize, rtextsize, agblocks, agcount, logblocks, sectsize, inodesize, imaxpct;
    uint64_t datablocks, rtblocks, rtextents, logstart;
    unsigned char uuid[16];
    uint32_t sunit, swidth;
    int32_t version;
    uint32_t flags, logsectsize, rtsectsize, dirblocksize;
};

#define XFS_GEOMETRY_V1 _IOR('X', 100, struct xfs_geometry_v1)
#define XFS_GEOMETRY_HAS_FTYPE (1u << 16)

int muster_xfs_keeps_file_type(int fd)
{
    struct xfs_geometry_v1 geometry;

    if (ioctl(fd, XFS_GEOMETRY_V1, &geometry) < 0)
        return -errno;
    return (geometry.flags & XFS_GEOMETRY_HAS_FTYPE) != 0;
}

ssize_t muster_getxattr(const char *path, const char *name, void *value, size_t size)
{
    ssize_t length = getxattr(path, name, value, size);
    return length < 0 ? -errno : length;
}

int muster_unshare(int flags) { return unshare(flags) < 0 ? -errno : 0; }

pid_t muster_fork(void) { return fork(); }

int muster_pivot_root_here(void)
{
    return syscall(SYS_pivot_root, ".", ".") < 0 ? -errno : 0;
}

int muster_pidfd_open(pid_t pid)
{
#ifdef SYS_pidfd_open
    int fd = (int)syscall(SYS_pidfd_open, pid, 0);
    return fd < 0 ? -errno : fd;
#else
    (void)pid;
    return -ENOSYS;
#endif
}

int muster_eventfd(void)
{
    int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

static sigset_t signals_taken(void)
{
    sigset_t taken;

    sigemptyset(&taken);
    sigaddset(&taken, SIGINT);
    sigaddset(&taken, SIGTERM);
    sigaddset(&taken, SIGHUP);
    return taken;
}

static const char *last_message, *last_excuse;
static int last_code;

static void end_now(int signal)
{
    (void)signal;
    (void)!write(STDERR_FILENO, last_message, strlen(last_message));
    (void)!write(STDOUT_FILENO, last_excuse, strlen(last_excuse));
    _exit(last_code);
}

void muster_end_after(unsigned seconds, const char *message, const char *excuse, int code)
{
    struct sigaction action = {.sa_handler = end_now};

    alarm(0);
    if (!seconds)
        return;
    last_message = message;
    last_excuse = excuse;
    last_code = code;
    sigaction(SIGALRM, &action, NULL);
    alarm(seconds);
}

int muster_signals_are_taken(void)
{
    sigset_t now;

    sigemptyset(&now);
    sigprocmask(SIG_BLOCK, NULL, &now);
    return sigismember(&now, SIGINT) == 1;
}

void muster_give_signals_back(void)
{
    sigset_t taken = signals_taken();
    sigprocmask(SIG_UNBLOCK, &taken, NULL);
}

int muster_take_signals(void)
{
    sigset_t taken = signals_taken();

    signal(SIGPIPE, SIG_IGN);
    if (sigprocmask(SIG_BLOCK, &taken, NULL) < 0)
        return -errno;
    int fd = signalfd(-1, &taken, SFD_CLOEXEC | SFD_NONBLOCK);
    return fd < 0 ? -errno : fd;
}

int muster_next_signal(int fd)
{
    struct signalfd_siginfo signal;
    return read(fd, &signal, sizeof signal) == sizeof signal ? (int)signal.ssi_signo : 0;
}

int muster_pose_as(int64_t user, int64_t group)
{
    if (user < 0) {
        uid_t was_user, effective, saved;
        getresuid(&was_user, &effective, &saved);
        return setresuid(saved, saved, saved) < 0 || setresgid(saved, saved, saved) < 0 ? -errno
                                                                                         : 0;
    }
    if (setgroups(0, NULL) < 0 || setresgid((gid_t)group, -1, -1) < 0 ||
        setresuid((uid_t)user, -1, -1) < 0)
        return -errno;
    return 0;
}

int muster_pipe(int ends[2]) { return pipe2(ends, O_CLOEXEC) < 0 ? -errno : 0; }

void muster_set_name(const char *name) { prctl(PR_SET_NAME, name, 0, 0, 0); }

/* Defined by CStatic alone. */
extern const int muster_static_executable __attribute__((weak));

int muster_loads_libraries(void) { return &muster_static_executable == NULL; }

void muster_set_undumpable(void) { prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); }

void muster_set_subreaper(void) { prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); }

void muster_die_with_parent(int signal) { prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0); }

int muster_may_execute(int fd)
{
    struct statvfs found;

    if (fstatvfs(fd, &found) < 0)
        return -errno;
    return (found.f_flag & ST_NOEXEC) == 0;
}
