#ifndef MUSTER_CSYSTEMD_H
#define MUSTER_CSYSTEMD_H

#include <stdint.h>
#include <sys/uio.h>

/// libsystemd, opened on first use, so that one binary also runs where it is
/// missing (a payload's container, an old site) and so that observers, which
/// never log, do not map it. Every call answers -ENOSYS where it is missing.

/// `sd_journal_sendv` (systemd 209): one entry from `count` fields "NAME=value".
/// 0 also when no journald listens: 0 is no proof of delivery.
int muster_journal_sendv(const struct iovec *fields, int count);

/// `sd_id128_get_machine_app_specific` (systemd 240): the machine id hashed
/// with `app`, so that the raw id never leaves the node. 16 bytes each.
int muster_machine_app_specific(const uint8_t app[16], uint8_t answer[16]);

/// `sd_notify` (systemd 209): tells the service manager about this process. Positive
/// where it was told, 0 where nobody listens.
int muster_notify(const char *state);

/// A journal that is read (sd_journal of libsystemd).
typedef struct muster_journal muster_journal;

/// `sd_journal_open_directory` where `folder` names one, else this machine's own by
/// `sd_journal_open` (systemd 187). A negative errno where that fails.
int muster_journal_open(const char *folder, muster_journal **journal);

/// `sd_journal_add_match`: only entries with this "NAME=value"; several of one name are
/// alternatives.
int muster_journal_match(muster_journal *journal, const char *match);

/// `sd_journal_seek_realtime_usec`, or with `UINT64_MAX` `sd_journal_seek_tail`.
int muster_journal_seek(muster_journal *journal, uint64_t microseconds);

/// `sd_journal_previous`: positive where there is an older entry, 0 where there is none.
int muster_journal_previous(muster_journal *journal);

/// `sd_journal_get_realtime_usec` of the entry.
int muster_journal_time(muster_journal *journal, uint64_t *microseconds);

/// `sd_journal_enumerate_data`: the entry's next "NAME=value", which stays valid until the
/// next call; positive where there is one. `restart` begins with the first.
int muster_journal_field(muster_journal *journal, int restart, const void **data,
                         uint64_t *length);

/// `sd_journal_close`.
void muster_journal_close(muster_journal *journal);

#endif
