#ifndef MUSTER_CCURL_H
#define MUSTER_CCURL_H

// One HTTP request by the system's libcurl, and gzip by its zlib. Both are opened
// when they are needed and missed when they are not there; their headers are not
// needed to build.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// What is posted where, or asked for. Texts may be NULL where nothing is said of it.
struct muster_post {
    const char *url;
    /// http, without TLS; otherwise https alone.
    int plain;
    /// Asked for with GET, and nothing is sent.
    int get;
    /// Certificates to trust in place of the system's, one of the two.
    const char *ca_file, *ca_folder;
    /// A file with a revocation list: with it every certificate of a chain needs one,
    /// from here or from `ca_folder`.
    const char *crl_file;
    /// Our own certificate and its key, PEM.
    const char *certificate, *key;
    /// The proxy; none at all where it is NULL.
    const char *proxy;
    const char *user_agent;
    /// Whole header lines, NULL behind the last.
    const char *const *headers;
    const void *body;
    size_t size;
    long connect_milliseconds, total_milliseconds;
};

/// What came back. The buffers are the caller's.
struct muster_posted {
    /// Takes the answer; one that is longer than `room` ends the request.
    unsigned char *answer;
    size_t room, length;
    /// Takes libcurl's own sentence, 256 bytes.
    char *words;
    /// The status, 0 where there was none.
    long status;
    /// Seconds of Retry-After, -1 where there is none that reads.
    long retry_after;
    int too_large;
};

/// Posts it: libcurl's code (libcurl-errors(3)), 0 where an answer is there; -ENOSYS
/// where libcurl.so.4 cannot be opened, with the loader's sentence in `words`.
int muster_curl_post(const struct muster_post *post, struct muster_posted *posted);

/// Compresses into at most `room` bytes of gzip (RFC 1952): the length; -ENOSYS where
/// libz.so.1 cannot be opened, -ENOSPC where it does not fit.
ssize_t muster_gzip(const void *in, size_t size, void *out, size_t room);

/// Forgets the environment: libcurl and what it loads read variables by themselves.
void muster_forget_environment(void);

#endif
