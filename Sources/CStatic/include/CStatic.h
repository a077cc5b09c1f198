#ifndef MUSTER_CSTATIC_H
#define MUSTER_CSTATIC_H

/// What `muster-static` alone is linked with, in place of the part of the C library
/// that would load other libraries at run time.

/// Tells muster_loads_libraries() of CLinux that this is a static executable.
extern const int muster_static_executable;

#endif
