/* The calls themselves, not the macros that add the caller's file and line. */
#define SD_JOURNAL_SUPPRESS_LOCATION

#include "CSystemd.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <string.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-id128.h>
#include <systemd/sd-journal.h>

#define SYMBOL(name) __typeof__(&name) name

static struct {
    SYMBOL(sd_journal_sendv);
    SYMBOL(sd_id128_get_machine_app_specific);
    SYMBOL(sd_notify);
    SYMBOL(sd_journal_open);
    SYMBOL(sd_journal_open_directory);
    SYMBOL(sd_journal_set_data_threshold);
    SYMBOL(sd_journal_add_match);
    SYMBOL(sd_journal_seek_realtime_usec);
    SYMBOL(sd_journal_seek_tail);
    SYMBOL(sd_journal_previous);
    SYMBOL(sd_journal_get_realtime_usec);
    SYMBOL(sd_journal_restart_data);
    SYMBOL(sd_journal_enumerate_data);
    SYMBOL(sd_journal_close);
} library;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_library(void)
{
    void *handle = dlopen("libsystemd.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return;
    library.sd_journal_sendv = dlsym(handle, "sd_journal_sendv");
    library.sd_id128_get_machine_app_specific =
        dlsym(handle, "sd_id128_get_machine_app_specific");
    library.sd_notify = dlsym(handle, "sd_notify");
#define FIND(name) library.name = dlsym(handle, #name)
    FIND(sd_journal_open);
    FIND(sd_journal_open_directory);
    FIND(sd_journal_set_data_threshold);
    FIND(sd_journal_add_match);
    FIND(sd_journal_seek_realtime_usec);
    FIND(sd_journal_seek_tail);
    FIND(sd_journal_previous);
    FIND(sd_journal_get_realtime_usec);
    FIND(sd_journal_restart_data);
    FIND(sd_journal_enumerate_data);
    FIND(sd_journal_close);
}

int muster_journal_sendv(const struct iovec *fields, int count)
{
    pthread_once(&once, open_library);
    if (!library.sd_journal_sendv)
        return -ENOSYS;
    return library.sd_journal_sendv(fields, count);
}

int muster_notify(const char *state)
{
    pthread_once(&once, open_library);
    return library.sd_notify ? library.sd_notify(0, state) : -ENOSYS;
}

int muster_machine_app_specific(const uint8_t app[16], uint8_t answer[16])
{
    sd_id128_t in, out;
    int r;

    pthread_once(&once, open_library);
    if (!library.sd_id128_get_machine_app_specific)
        return -ENOSYS;
    memcpy(in.bytes, app, sizeof in.bytes);
    r = library.sd_id128_get_machine_app_specific(in, &out);
    if (r >= 0)
        memcpy(answer, out.bytes, sizeof out.bytes);
    return r;
}

/* No field of ours is longer; what others wrote is cut. */
#define FIELD_AT_MOST (64 << 10)

static sd_journal *real(muster_journal *journal) { return (sd_journal *)journal; }

int muster_journal_open(const char *folder, muster_journal **journal)
{
    sd_journal *opened = NULL;
    int r;

    pthread_once(&once, open_library);
    /* All of these are as old as the oldest systemd that is served, or none is there. */
    if (!library.sd_journal_open || !library.sd_journal_open_directory ||
        !library.sd_journal_set_data_threshold || !library.sd_journal_close)
        return -ENOSYS;
    r = folder ? library.sd_journal_open_directory(&opened, folder, 0)
               : library.sd_journal_open(&opened, SD_JOURNAL_LOCAL_ONLY);
    if (r < 0)
        return r;
    library.sd_journal_set_data_threshold(opened, FIELD_AT_MOST);
    *journal = (muster_journal *)opened;
    return 0;
}

int muster_journal_match(muster_journal *journal, const char *match)
{
    return library.sd_journal_add_match(real(journal), match, 0);
}

int muster_journal_seek(muster_journal *journal, uint64_t microseconds)
{
    return microseconds == UINT64_MAX
               ? library.sd_journal_seek_tail(real(journal))
               : library.sd_journal_seek_realtime_usec(real(journal), microseconds);
}

int muster_journal_previous(muster_journal *journal)
{
    return library.sd_journal_previous(real(journal));
}

int muster_journal_time(muster_journal *journal, uint64_t *microseconds)
{
    return library.sd_journal_get_realtime_usec(real(journal), microseconds);
}

int muster_journal_field(muster_journal *journal, int restart, const void **data,
                         uint64_t *length)
{
    size_t count = 0;
    int r;

    if (restart)
        library.sd_journal_restart_data(real(journal));
    r = library.sd_journal_enumerate_data(real(journal), data, &count);
    *length = count;
    return r;
}

void muster_journal_close(muster_journal *journal) { library.sd_journal_close(real(journal)); }
