#ifndef MUSTER_PORTABLE_H
#define MUSTER_PORTABLE_H

/* Linked into muster-portable alone: the program asks for no glibc newer than 2.34. */
extern const int muster_portable;

#endif
