#ifndef MUSTER_CDECOMPRESS_H
#define MUSTER_CDECOMPRESS_H

// Decompression of single blocks by the system's own libraries, opened when they
// are needed and missed when they are not there. For untrusted blocks: nothing is
// written beyond the room that the caller gives.

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/// Compressors by the numbers of a squashfs superblock (squashfs_fs.h).
enum muster_compressor {
    muster_zlib = 1,
    muster_lzo = 3,
    muster_xz = 4,
    muster_lz4 = 5,
    muster_zstd = 6,
};

/// The file name of the library that reads a compressor's blocks; NULL where there
/// is none here.
const char *muster_decompressor_library(int compressor);

/// Decompresses `size` bytes into at most `room` bytes: the length, or -EOPNOTSUPP
/// where the compressor is none of the above, -ENOENT where its library is not
/// installed, -EINVAL where the block is damaged or needs more room.
ssize_t muster_decompress(
    int compressor, const void *block, size_t size, void *out, size_t room);

/// Bounds the memory that this process may map (setrlimit(2) RLIMIT_AS).
void muster_bound_memory(uint64_t bytes);

#endif
