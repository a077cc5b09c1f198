# shellcheck shell=bash
# What the program asks for, and that a program which asks for more gets into no package.

try_symbols() {
    say "the program asks for glibc $(glibc_of "$program"), $(libraries_of "$program" | xargs)"
    claim "no symbol is newer than glibc $glibc_at_most" must_be_portable "$program"
    claim "libstdc++ is linked in" test "$(libraries_of "$program" | grep -c 'libstdc++')" = 0
    have cc || {
        skip "programs that ask for too much" "there is no C compiler (gcc)"
        return 0
    }
    try_newer_glibc
    try_foreign_library
}

# A program of its own, with the words of the compiler.
plant() { cc -x c - -o "$work/planted" "$@"; }

try_newer_glibc() {
    # glibc 2.35 gave hypotf a new version; on an older system there is nothing to plant.
    plant -lm <<<'float hypotf(float, float);
int main(int count, char **words) { return (int)hypotf(count, words[0][0]); }'
    if [[ $(printf '%s\n' "$(glibc_of "$work/planted")" 2.35 | sort -V | head -1) != 2.35 ]]; then
        skip "a program that asks for a newer glibc" "this glibc is none"
        return 0
    fi
    refused build-deb "asks for glibc"
    ! have rpmbuild || refused build-rpm "asks for glibc"
}

# As Debian's libcurl, whose symbols have versions that no EL knows.
try_foreign_library() {
    printf 'FOREIGN_4 { global: foreign; };\n' >"$work/foreign.map"
    cc -shared -x c - -o "$work/libforeign.so.4" -Wl,-soname,libforeign.so.4 \
        "-Wl,--version-script=$work/foreign.map" <<<'int foreign(void) { return 0; }'
    # Without the start that a C library brings: that would ask for a newer glibc, too.
    plant -nostdlib "-L$work" -l:libforeign.so.4 <<<"int foreign(void);
void _start(void) { foreign(); }"
    refused build-deb "linked with libforeign.so.4, and no package is known for it"
    ! have rpmbuild || refused build-rpm "libforeign.so.4(FOREIGN_4)"
}

# refused SCRIPT WORDS: the planted program makes no package, and the reason is told.
refused() {
    local code=0
    packaging/"$1" --muster "$work/planted" --share "$share" --version 9 "$work/refused" \
        >"$work/refusal" 2>&1 || code=$?
    claim "$1 refuses it" test "$code" -ne 0
    claim "$1 tells why" grep -qF -- "$2" "$work/refusal"
    denied "$1 leaves no package" compgen -G "$work/refused/*9*"
}
