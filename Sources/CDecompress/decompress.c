#define _GNU_SOURCE
#include "CDecompress.h"

#include <dlfcn.h>
#include <errno.h>
#include <sys/resource.h>

/* The prototypes of the libraries, written out so that none of their headers is
   needed to build. Each is part of a stable interface: zlib.h, lzma/container.h,
   lz4.h, zstd.h, lzo/lzo1x.h. */
typedef int (*zlib_call)(void *out, unsigned long *room, const void *in, unsigned long size);
typedef int (*xz_call)(
    uint64_t *memory, uint32_t flags, const void *allocator, const uint8_t *in,
    size_t *in_at, size_t in_size, uint8_t *out, size_t *out_at, size_t out_size);
typedef int (*lz4_call)(const char *in, char *out, int size, int room);
typedef size_t (*zstd_call)(void *out, size_t room, const void *in, size_t size);
typedef unsigned (*zstd_error_call)(size_t code);
typedef int (*lzo_call)(
    const unsigned char *in, unsigned long size, unsigned char *out, unsigned long *room,
    void *work);

/* An xz block of a squashfs has a dictionary of at most a block, 1 MiB. */
static const uint64_t xz_memory = 64u << 20;

static void *handles[7];

const char *muster_decompressor_library(int compressor)
{
    switch (compressor) {
    case muster_zlib: return "libz.so.1";
    case muster_lzo: return "liblzo2.so.2";
    case muster_xz: return "liblzma.so.5";
    case muster_lz4: return "liblz4.so.1";
    case muster_zstd: return "libzstd.so.1";
    default: return NULL;
    }
}

/* Opened anew by a second thread at the worst, which dlopen counts. */
static void *symbol(int compressor, const char *name)
{
    if (!handles[compressor])
        handles[compressor] =
            dlopen(muster_decompressor_library(compressor), RTLD_NOW | RTLD_LOCAL);
    return handles[compressor] ? dlsym(handles[compressor], name) : NULL;
}

static ssize_t zlib(const void *in, size_t size, void *out, size_t room)
{
    zlib_call call = (zlib_call)symbol(muster_zlib, "uncompress");
    unsigned long length = room;

    if (!call)
        return -ENOENT;
    return call(out, &length, in, size) == 0 ? (ssize_t)length : -EINVAL;
}

static ssize_t xz(const void *in, size_t size, void *out, size_t room)
{
    xz_call call = (xz_call)symbol(muster_xz, "lzma_stream_buffer_decode");
    uint64_t memory = xz_memory;
    size_t in_at = 0, out_at = 0;

    if (!call)
        return -ENOENT;
    return call(&memory, 0, NULL, in, &in_at, size, out, &out_at, room) == 0
        ? (ssize_t)out_at : -EINVAL;
}

static ssize_t lz4(const void *in, size_t size, void *out, size_t room)
{
    lz4_call call = (lz4_call)symbol(muster_lz4, "LZ4_decompress_safe");
    int length;

    if (!call)
        return -ENOENT;
    length = call(in, out, (int)size, (int)room);
    return length >= 0 ? length : -EINVAL;
}

static ssize_t zstd(const void *in, size_t size, void *out, size_t room)
{
    zstd_call call = (zstd_call)symbol(muster_zstd, "ZSTD_decompress");
    zstd_error_call failed = (zstd_error_call)symbol(muster_zstd, "ZSTD_isError");
    size_t length;

    if (!call || !failed)
        return -ENOENT;
    length = call(out, room, in, size);
    return failed(length) || length > room ? -EINVAL : (ssize_t)length;
}

static ssize_t lzo(const void *in, size_t size, void *out, size_t room)
{
    lzo_call call = (lzo_call)symbol(muster_lzo, "lzo1x_decompress_safe");
    unsigned long length = room;

    if (!call)
        return -ENOENT;
    return call(in, size, out, &length, NULL) == 0 && length <= room ? (ssize_t)length
                                                                      : -EINVAL;
}

ssize_t muster_decompress(
    int compressor, const void *block, size_t size, void *out, size_t room)
{
    /* lz4 counts in int; no block of a squashfs comes near. */
    if (size > 1u << 24 || room > 1u << 24)
        return -EINVAL;
    switch (compressor) {
    case muster_zlib: return zlib(block, size, out, room);
    case muster_lzo: return lzo(block, size, out, room);
    case muster_xz: return xz(block, size, out, room);
    case muster_lz4: return lz4(block, size, out, room);
    case muster_zstd: return zstd(block, size, out, room);
    default: return -EOPNOTSUPP;
    }
}

void muster_bound_memory(uint64_t bytes)
{
    struct rlimit limit = {bytes, bytes};

    setrlimit(RLIMIT_AS, &limit);
}
