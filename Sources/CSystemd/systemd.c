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
