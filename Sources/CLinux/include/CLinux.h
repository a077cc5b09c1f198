#ifndef MUSTER_CLINUX_H
#define MUSTER_CLINUX_H

// The few kernel calls that Swift cannot make: variadic ones, ones that its
// Glibc module does not show, and everything between fork and exec.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// openat(2) without a mode; close-on-exec always.
int muster_openat(int folder, const char *path, int flags);

/// A new file to write to, which only its owner may read (mode 0600): O_EXCL and
/// O_NOFOLLOW, close-on-exec. A descriptor or -errno.
int muster_create_at(int folder, const char *name);

/// Flags that Swift's Glibc module does not show on every architecture.
extern const int muster_o_path, muster_o_nofollow, muster_o_directory;

/// The target of a link opened with O_PATH and O_NOFOLLOW (readlinkat(2) with an
/// empty name, Linux 2.6.39); the length or -errno.
ssize_t muster_readlink(int fd, void *target, size_t size);

struct muster_statfs {
    int64_t magic;
    uint64_t block_size, blocks, blocks_free, blocks_available;
};

/// fstatfs(2) that also takes an O_PATH descriptor on kernels since 2.6.39, with
/// the fields that every architecture has. 0 or -errno.
int muster_fstatfs(int fd, struct muster_statfs *answer);

/// Whether the XFS that holds `fd` keeps file types in its folders (ftype=1):
/// 1 or 0, or -errno where it is no XFS (XFS_IOC_FSGEOMETRY, xfs_fs.h).
int muster_xfs_keeps_file_type(int fd);

/// The mode, kind included, and the owner of a file; where several modules show `struct
/// stat`, Swift cannot tell which is meant.
struct muster_look {
    uint32_t mode, user;
};

/// fstat(2); 0 or -errno.
int muster_look_into(int fd, struct muster_look *answer);

/// lstat(2); 0 or -errno.
int muster_look_at(const char *path, struct muster_look *answer);

/// Whether a pipe has room before so many milliseconds are over (poll(2)): 1, or -errno,
/// -ETIMEDOUT and -EPIPE included.
int muster_await_room(int fd, int milliseconds);

/// getxattr(2) by path; the length or -errno.
ssize_t muster_getxattr(const char *path, const char *name, void *value, size_t size);

/// unshare(2); 0 or -errno.
int muster_unshare(int flags);
extern const int muster_clone_newuser, muster_clone_newns;
extern const int muster_clone_newipc, muster_clone_newpid, muster_clone_newuts;

/// fork(2), for a process of one thread whose child goes on without exec.
pid_t muster_fork(void);

/// pivot_root(2) onto the working folder, the old root below it; 0 or -errno.
int muster_pivot_root_here(void);

/// pidfd_open(2), Linux 5.3: a close-on-exec descriptor or -errno (-ENOSYS on
/// older kernels).
int muster_pidfd_open(pid_t pid);

/// eventfd(2), close-on-exec and non-blocking: a descriptor or -errno.
int muster_eventfd(void);

/// Blocks SIGINT, SIGTERM and SIGHUP in the calling thread and those it starts, and
/// answers a close-on-exec, non-blocking signalfd(2) that reads them; or -errno.
int muster_take_signals(void);

/// Ends the program by SIGALRM `seconds` from now with `code`, after `message` went to
/// standard error and `excuse` to standard output; both stay the caller's. 0 seconds
/// take it back.
void muster_end_after(unsigned seconds, const char *message, const char *excuse, int code);

/// Whether the calling thread blocks SIGINT.
int muster_signals_are_taken(void);

/// Unblocks what muster_take_signals() blocked; one that waits is delivered.
void muster_give_signals_back(void);

/// The number of the next signal on such a descriptor; 0 where none waits.
int muster_next_signal(int fd);

/// Makes `user` and `group` the real ids (and clears other groups), which is what
/// access(2) asks about, or gives the saved ids back where `user` is negative.
/// 0 or -errno.
int muster_pose_as(int64_t user, int64_t group);

/// The two ends of a close-on-exec pipe; 0 or -errno.
int muster_pipe(int ends[2]);

/// prctl(2) PR_SET_NAME: the process name in /proc/PID/comm, 15 bytes.
void muster_set_name(const char *name);

/// prctl(2) PR_SET_DUMPABLE off: nobody of the same uid may look inside.
void muster_set_undumpable(void);

/// prctl(2) PR_SET_CHILD_SUBREAPER on: orphans of this process's children come
/// to it and not to init.
void muster_set_subreaper(void);

/// Sets PR_SET_PDEATHSIG; to be set again whenever ids changed.
void muster_die_with_parent(int signal);

/// A close-on-exec, non-blocking inotify(7) descriptor, or -errno.
int muster_watch_files(void);

/// Watches a folder, or a file, for changes that are done: closed after writing, moved,
/// made, removed, other rights. 0 or -errno.
int muster_watch(int watcher, const char *path);

/// Takes what an inotify descriptor has to say, and forgets it; whether there was anything.
int muster_drain_watch(int watcher);

/// The user at the other end of a unix socket (SO_PEERCRED); or -errno.
int64_t muster_peer_user(int socket);

/// Connects to a unix stream socket; close-on-exec, non-blocking. A descriptor or -errno.
int muster_connect(const char *path);

/// The two ends of a close-on-exec pair of unix stream sockets; 0 or -errno.
int muster_socket_pair(int ends[2]);

/// Gives memory that is not in use back to the kernel.
void muster_trim_memory(void);

/// Whether libraries can be opened at run time: not in a static executable, where
/// CStatic is linked.
int muster_loads_libraries(void);

struct muster_spawn {
    const char *path;
    char *const *arguments;
    char *const *environment;
    /// The child's descriptors 0, 1 and 2; -1 for /dev/null.
    int input, output, errors;
    /// The signal that the child gets when the spawning thread ends; 0 for none.
    int parent_death_signal;
    /// Real, effective and saved ids of the child; -1 keeps the caller's.
    int64_t user, group;
    /// Soft and hard limits; 0 keeps the caller's.
    uint64_t seconds_of_cpu, file_bytes, open_files;
    /// A descriptor that is executed instead of `path`; -1 for none.
    int program;
    /// Soft and hard limits of each process; 0 keeps the caller's.
    uint64_t address_bytes, processes;
    /// A foreign program: no new privileges, the last to get processor time and the
    /// first to go when memory ends; where the caller is root also a pid namespace, with
    /// which everything in it ends.
    int confined;
};

/// Whether files of the file system that holds `fd` may be executed (statvfs(3),
/// ST_NOEXEC): 1 or 0, or -errno.
int muster_may_execute(int fd);

/// Starts a program in a session and process group of its own, so that it has no
/// terminal, with no descriptor but 0, 1 and 2. The pid, or -errno of the step that
/// failed, exec included.
pid_t muster_spawn(const struct muster_spawn *order);

#endif
