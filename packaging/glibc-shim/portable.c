/* What the linker would take from the newest glibc, taken from an older one, so that a
 * program linked on Debian 12 (glibc 2.36) starts where glibc is 2.34. Measured by
 * `objdump -T`: only these were newer (packaging/README.md). */

#include "CPortable.h"

#include <math.h>
#include <stdint.h>
#include <unistd.h>

const int muster_portable = 1;

#if defined(__x86_64__)
#define FIRST_GLIBC "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define FIRST_GLIBC "GLIBC_2.17"
#else
#error "no version of glibc is known for this architecture: see glibc's libm.abilist"
#endif

/* glibc 2.35 gave both a second version, which sets errno no more. The first is still
 * there. */
__asm__(".symver first_hypot, hypot@" FIRST_GLIBC);
__asm__(".symver first_hypotf, hypotf@" FIRST_GLIBC);
double first_hypot(double x, double y);
float first_hypotf(float x, float y);

double hypot(double x, double y)
{
    return first_hypot(x, y);
}

float hypotf(float x, float y)
{
    return first_hypotf(x, y);
}

/* glibc has it from 2.36; a static libstdc++ that was built there asks for it. */
uint32_t arc4random(void)
{
    uint32_t number;
    /* Linux 3.17; without it there is no randomness to be had that deserves the name. */
    if (getentropy(&number, sizeof number) != 0)
        __builtin_trap();
    return number;
}
