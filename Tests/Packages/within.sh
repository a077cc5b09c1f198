# shellcheck shell=bash
# How tests and benchmarks wait.

# within SECONDS COMMAND…: until it succeeds; fails where it does not in time.
within() {
    local end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000)) never
    exec {never}<> <(:)
    shift
    until "$@"; do
        ((${EPOCHREALTIME/[.,]/} < end)) || { exec {never}>&- && return 1; }
        # A moment between two looks: nobody writes there.
        read -rt 0.1 -u "$never" || true
    done
    exec {never}>&-
}
