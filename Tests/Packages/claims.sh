# shellcheck shell=bash
# How Tests/Packages/run tells what holds and what does not, and the roots that it uses.

# shellcheck source=Tests/Packages/within.sh
. Tests/Packages/within.sh

about=packages holding=0 failing=0 roots=0

# claim TEXT COMMAND…: holds where the command succeeds.
claim() {
    local text=$1
    shift
    if "$@" >"$work/claim" 2>&1; then
        holding=$((holding + 1))
    else
        failing=$((failing + 1))
        say "$about: does not hold: $text ($*)"
        tail -n 20 "$work/claim" >&2
    fi
}

# denied TEXT COMMAND…: holds where it fails.
denied() {
    local text=$1
    shift
    claim "$text" fails "$@"
}

fails() { ! "$@"; }

skip() { say "$about: not tried: $1: $2"; }

closing() {
    say "$about: $holding claims hold, $failing do not"
    ((failing == 0 && holding > 0))
}

# A root as debootstrap made it, at $root; what is written goes to an upper layer.
fresh() {
    root=$work/root
    ! mountpoint -q "$root" || umount -R "$root"
    roots=$((roots + 1))
    mkdir -p "$root" "$work/upper$roots"
    # On a tmpfs, as an overlay on an overlay is refused.
    mount -t tmpfs tmpfs "$work/upper$roots" && mkdir "$work/upper$roots"/{up,work} &&
        mount -t overlay overlay "$root" -o \
            "lowerdir=$lower,upperdir=$work/upper$roots/up,workdir=$work/upper$roots/work" &&
        mount -t proc proc "$root/proc" && mount -t tmpfs tmpfs "$root/run"
}

# Leaves nothing mounted: rm would go into it, and could not remove it.
clear_away() {
    local place
    for place in "$work"/root "$work"/upper*; do
        ! mountpoint -q "$place" || umount -R "$place"
    done
    rm -rf "$work"
}

# A command in the root, with nothing of ours around it.
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C "$@"; }

there() { [[ -e $root$1 || -L $root$1 ]]; }
gone() { ! there "$1"; }
says() { grep -qF -- "$2" "$root$1"; }
