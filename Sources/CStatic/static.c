/* A static executable that loads a library gets a second C library with it, of
 * another version where it runs than where it was linked, and aborts. So nothing
 * is loaded: this takes the place of the C library's own at link time. */

#include "CStatic.h"

#include <dlfcn.h>
#include <stddef.h>

const int muster_static_executable = 1;

void *dlopen(const char *path, int flags)
{
    (void)path;
    (void)flags;
    return NULL;
}
