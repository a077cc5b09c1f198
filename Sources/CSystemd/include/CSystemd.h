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

#endif
