#define _GNU_SOURCE
#include "CCurl.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

/* Numbers of curl/curl.h; they are part of the interface of libcurl.so.4 and have
   not changed since 2006 (curl, docs/libcurl/ABI.md). */
enum {
    opt_write_data = 10001, opt_url = 10002, opt_proxy = 10004, opt_error_buffer = 10010,
    opt_post_fields = 10015, opt_user_agent = 10018, opt_http_header = 10023,
    opt_ssl_cert = 10025, opt_header_data = 10029, opt_ca_info = 10065, opt_ssl_key = 10087,
    opt_ca_path = 10097, opt_crl_file = 10169, opt_no_proxy = 10177,
    opt_write_function = 20011, opt_header_function = 20079, opt_post_size = 30120,
    opt_ssl_version = 32, opt_post = 47, opt_http_get = 80, opt_follow = 52, opt_verify_peer = 64,
    opt_verify_host = 81, opt_http_version = 84, opt_no_signal = 99, opt_timeout = 155,
    opt_connect_timeout = 156, opt_protocols = 181,
    info_status = 0x200002,
    tls_1_2 = 6, http_1_1 = 2, protocol_http = 1, protocol_https = 2,
    global_default = 3, failed_init = 2,
};

static struct {
    int (*global_init)(long flags);
    void *(*easy_init)(void);
    int (*easy_setopt)(void *handle, int option, ...);
    int (*easy_perform)(void *handle);
    int (*easy_getinfo)(void *handle, int info, ...);
    void (*easy_cleanup)(void *handle);
    const char *(*easy_strerror)(int code);
    void *(*slist_append)(void *list, const char *text);
    void (*slist_free_all)(void *list);
    time_t (*getdate)(const char *text, const time_t *unused);
} curl;

static int find(void *library, const char *name, void *place)
{
    void *symbol = dlsym(library, name);

    memcpy(place, &symbol, sizeof symbol);
    return symbol != NULL;
}

static int open_library(char *words)
{
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    const char *why;

    if (library && find(library, "curl_global_init", &curl.global_init)
        && find(library, "curl_easy_init", &curl.easy_init)
        && find(library, "curl_easy_setopt", &curl.easy_setopt)
        && find(library, "curl_easy_perform", &curl.easy_perform)
        && find(library, "curl_easy_getinfo", &curl.easy_getinfo)
        && find(library, "curl_easy_cleanup", &curl.easy_cleanup)
        && find(library, "curl_easy_strerror", &curl.easy_strerror)
        && find(library, "curl_slist_append", &curl.slist_append)
        && find(library, "curl_slist_free_all", &curl.slist_free_all)
        && find(library, "curl_getdate", &curl.getdate))
        return 0;
    why = dlerror();
    snprintf(words, 256, "%s", why ? why : "libcurl.so.4: not opened by this build");
    return -ENOSYS;
}

static size_t take(char *bytes, size_t one, size_t count, void *context)
{
    struct muster_posted *posted = context;
    size_t size = one * count;

    if (size > posted->room - posted->length) {
        posted->too_large = 1;
        return 0;
    }
    memcpy(posted->answer + posted->length, bytes, size);
    posted->length += size;
    return size;
}

/* Seconds, or a date (RFC 9110, 10.2.3). CURLINFO_RETRY_AFTER is younger than the
   libcurl of EL8. A status line begins the headers anew: a proxy has its own. */
static size_t look(char *line, size_t one, size_t count, void *context)
{
    static const char name[] = "retry-after:";
    struct muster_posted *posted = context;
    size_t size = one * count, skip = sizeof name - 1;
    char value[64], *end;
    long seconds;
    time_t date;

    if (size >= 5 && !strncasecmp(line, "HTTP/", 5))
        posted->retry_after = -1;
    if (size <= skip || size - skip >= sizeof value || strncasecmp(line, name, skip))
        return size;
    memcpy(value, line + skip, size - skip);
    value[size - skip] = 0;
    errno = 0;
    seconds = strtol(value, &end, 10);
    if (end != value && end[strspn(end, " \t\r\n")] == 0) {
        posted->retry_after = errno || seconds < 0 ? -1 : seconds;
    } else if ((date = curl.getdate(value, NULL)) >= 0) {
        posted->retry_after = date > time(NULL) ? date - time(NULL) : 0;
    }
    return size;
}

/* Whether all of it was taken: an option that is not known here could be the one
   that keeps a stranger out. */
static int set_trust(void *easy, const struct muster_post *post)
{
    int bad = 0;

    bad |= curl.easy_setopt(
        easy, opt_protocols, (long)(post->plain ? protocol_http : protocol_https));
    bad |= curl.easy_setopt(easy, opt_ssl_version, (long)tls_1_2);
    bad |= curl.easy_setopt(easy, opt_verify_peer, 1L);
    bad |= curl.easy_setopt(easy, opt_verify_host, 2L);
    /* The library's own choice is trusted beside ours unless it is taken away. */
    if (post->ca_file || post->ca_folder) {
        bad |= curl.easy_setopt(easy, opt_ca_info, post->ca_file);
        bad |= curl.easy_setopt(easy, opt_ca_path, post->ca_folder);
    }
    if (post->crl_file)
        bad |= curl.easy_setopt(easy, opt_crl_file, post->crl_file);
    if (post->certificate)
        bad |= curl.easy_setopt(easy, opt_ssl_cert, post->certificate);
    if (post->key)
        bad |= curl.easy_setopt(easy, opt_ssl_key, post->key);
    bad |= curl.easy_setopt(easy, opt_proxy, post->proxy ? post->proxy : "");
    /* Empty, not absent: an absent one is read from the environment. */
    bad |= curl.easy_setopt(easy, opt_no_proxy, post->proxy ? "" : "*");
    return !bad;
}

static int set_request(
    void *easy, const struct muster_post *post, struct muster_posted *posted, void *headers)
{
    int bad = 0;

    bad |= curl.easy_setopt(easy, opt_url, post->url);
    bad |= curl.easy_setopt(easy, opt_follow, 0L);
    bad |= curl.easy_setopt(easy, opt_http_version, (long)http_1_1);
    bad |= curl.easy_setopt(easy, opt_no_signal, 1L);
    bad |= curl.easy_setopt(easy, opt_connect_timeout, post->connect_milliseconds);
    bad |= curl.easy_setopt(easy, opt_timeout, post->total_milliseconds);
    bad |= curl.easy_setopt(easy, opt_user_agent, post->user_agent);
    bad |= curl.easy_setopt(easy, opt_http_header, headers);
    if (post->get) {
        bad |= curl.easy_setopt(easy, opt_http_get, 1L);
    } else {
        bad |= curl.easy_setopt(easy, opt_post, 1L);
        bad |= curl.easy_setopt(easy, opt_post_size, (int64_t)post->size);
        bad |= curl.easy_setopt(easy, opt_post_fields, post->body);
    }
    bad |= curl.easy_setopt(easy, opt_write_function, take);
    bad |= curl.easy_setopt(easy, opt_write_data, posted);
    bad |= curl.easy_setopt(easy, opt_header_function, look);
    bad |= curl.easy_setopt(easy, opt_header_data, posted);
    bad |= curl.easy_setopt(easy, opt_error_buffer, posted->words);
    return !bad;
}

int muster_curl_post(const struct muster_post *post, struct muster_posted *posted)
{
    void *easy, *headers = NULL;
    int code = failed_init;

    posted->length = 0;
    posted->words[0] = 0;
    posted->status = 0;
    posted->retry_after = -1;
    posted->too_large = 0;
    if (open_library(posted->words))
        return -ENOSYS;
    if (curl.global_init(global_default) || !(easy = curl.easy_init()))
        return failed_init;
    for (const char *const *line = post->headers; *line; line++)
        headers = curl.slist_append(headers, *line);
    if (set_trust(easy, post) && set_request(easy, post, posted, headers)) {
        code = curl.easy_perform(easy);
        curl.easy_getinfo(easy, info_status, &posted->status);
    } else {
        snprintf(posted->words, 256, "this libcurl lacks an option that is needed");
    }
    if (code && !posted->words[0])
        snprintf(posted->words, 256, "%s", curl.easy_strerror(code));
    curl.slist_free_all(headers);
    curl.easy_cleanup(easy);
    return code;
}

void muster_forget_environment(void) { clearenv(); }
