#include "CCurl.h"

#include <dlfcn.h>
#include <errno.h>

/* zlib.h, written out; the layout has been the same since zlib 1.2, and the library
   looks at the size that it is told. */
struct stream {
    const unsigned char *next_in;
    unsigned available_in;
    unsigned long total_in;
    unsigned char *next_out;
    unsigned available_out;
    unsigned long total_out;
    const char *message;
    void *state;
    void *(*allocate)(void *, unsigned, unsigned);
    void (*release)(void *, void *);
    void *opaque;
    int data_type;
    unsigned long checksum, reserved;
};

enum { deflated = 8, gzip_window = 15 + 16, usual_memory = 8, usual_level = 6, finish = 4,
       stream_end = 1 };

ssize_t muster_gzip(const void *in, size_t size, void *out, size_t room)
{
    struct stream stream = {.next_in = in, .next_out = out};
    void *library = dlopen("libz.so.1", RTLD_NOW | RTLD_LOCAL);
    int (*begin)(struct stream *, int, int, int, int, int, const char *, int);
    int (*deflate)(struct stream *, int);
    int (*end)(struct stream *);
    int code;

    if (!library)
        return -ENOSYS;
    *(void **)&begin = dlsym(library, "deflateInit2_");
    *(void **)&deflate = dlsym(library, "deflate");
    *(void **)&end = dlsym(library, "deflateEnd");
    if (!begin || !deflate || !end || size > 1u << 30 || room > 1u << 30)
        return -ENOSYS;
    stream.available_in = size;
    stream.available_out = room;
    if (begin(&stream, usual_level, deflated, gzip_window, usual_memory, 0, "1.2.0",
              sizeof stream))
        return -ENOSYS;
    code = deflate(&stream, finish);
    end(&stream);
    return code == stream_end ? (ssize_t)stream.total_out : -ENOSPC;
}
