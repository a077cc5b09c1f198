# shellcheck shell=bash
# What the project's scripts share: words to the user, and tools that must be
# there. Sourced by packaging/quickstart, Tests/run and Benchmarks/run.

# The code for "a needed thing is not there" (EX_UNAVAILABLE of sysexits.h).
readonly unavailable=69

missing_apt=() missing_dnf=() missing_zypper=()

say() { printf '%s\n' "$*" >&2; }

give_up() {
    local code=$1
    shift
    say "$(basename "$0"): $*"
    exit "$code"
}

have() { command -v "$1" >/dev/null 2>&1; }

# Whether any of the paths exists; patterns are expanded by the caller.
any_of() {
    local path
    for path in "$@"; do [[ -e $path ]] && return 0; done
    return 1
}

header() { any_of /usr/include/"$1" /usr/include/*/"$1" /usr/local/include/"$1"; }

# need APT DNF ZYPPER TEST…: remembers the packages where the test fails. Tests
# ask for what is used, not for a package, so that they hold on every system.
need() {
    local apt=$1 dnf=$2 zypper=$3
    shift 3
    "$@" >/dev/null 2>&1 && return
    missing_apt+=("$apt") missing_dnf+=("$dnf") missing_zypper+=("$zypper")
}

# What every build needs beside Swift.
need_for_building() {
    need git git git have git
    need ca-certificates ca-certificates ca-certificates any_of /etc/ssl/certs/*
    need pkg-config pkgconf-pkg-config pkg-config have pkg-config
    need g++ gcc-c++ gcc-c++ any_of /usr/include/c++/*/vector
    need libyaml-dev libyaml-devel libyaml-devel header yaml.h
    need libsystemd-dev systemd-devel systemd-devel header systemd/sd-journal.h
}

# What the collector's program needs beside that.
need_for_collector() {
    need libsqlite3-dev sqlite-devel sqlite3-devel header sqlite3.h
    need zlib1g-dev zlib-devel zlib-devel header zlib.h
    need libexpat1-dev expat-devel libexpat-devel header expat.h
}

as_root() {
    if ((EUID == 0)); then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        give_up $unavailable "needs root to install packages, and there is no sudo; as root run:
    apt-get install ${missing_apt[*]}"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

# Package lists may be missing or old; then the first try fails.
apt_install() {
    apt_get install -y --no-install-recommends "${missing_apt[@]}" && return
    apt_get update && apt_get install -y --no-install-recommends "${missing_apt[@]}"
}

# Installs what need() found missing, or says who can.
install_missing() {
    ((${#missing_apt[@]} > 0)) || return 0
    if have apt-get; then
        quietly "installing ${missing_apt[*]}" apt_install
    elif have dnf; then
        give_up $unavailable "packages are missing; as root run:
    dnf install ${missing_dnf[*]}
On Enterprise Linux libyaml-devel needs --enablerepo=crb (8: powertools)."
    elif have zypper; then
        give_up $unavailable "packages are missing; as root run:
    zypper install ${missing_zypper[*]}"
    else
        give_up $unavailable "neither apt-get, dnf nor zypper here; install what these Debian
packages hold: ${missing_apt[*]}"
    fi
}

# quietly WHAT COMMAND…: says what is done; shows its output on a terminal, else
# only when it fails.
quietly() {
    local what=$1 log code=0
    shift
    say "$what …"
    if [[ -t 2 ]]; then
        "$@" >&2 || give_up $? "$what: failed, see above"
        return
    fi
    log=$(mktemp)
    # A shell of its own, so that the words of give_up land in the log.
    ("$@") >"$log" 2>&1 || code=$?
    ((code == 0)) || tail -n 60 "$log" >&2
    rm -f "$log"
    ((code == 0)) || give_up $code "$what: failed, see above"
}

# Swift as new as the first line of Package.swift asks.
need_swift() {
    local wanted found
    wanted=$(sed -n '1s/.*version: *//p' Package.swift)
    have swift || give_up $unavailable "swift: not found, needed $wanted or newer.
Install it with swiftly (https://www.swift.org/install/linux), for instance:
    curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz
    tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init
or, where it is installed, add its usr/bin to PATH (sudo drops it)."
    found=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -1)
    [[ $(printf '%s\n' "$wanted" "$found" | sort -V | head -1) == "$wanted" ]] ||
        give_up $unavailable "swift: found ${found:-no version}, needed $wanted or newer;
see https://www.swift.org/install/linux"
}

# Builds one static binary, muster or what is named, and prints its path.
build_release() {
    local product=$1
    local release=(-c release --static-swift-stdlib --product "$product")
    quietly "building $product (some minutes the first time)" swift build "${release[@]}"
    printf '%s/%s\n' "$(swift build "${release[@]}" --show-bin-path)" "$product"
}

# The same, linked so that it needs neither libraries nor a dynamic linker.
build_static() {
    local release=(-c release --static-swift-stdlib --product muster-static)
    quietly "linking muster statically (some minutes the first time)" \
        env MUSTER_STATIC=1 swift build "${release[@]}"
    printf '%s/muster-static\n' "$(MUSTER_STATIC=1 swift build "${release[@]}" --show-bin-path)"
}

# The same for packages: the release build linked again, so that an older glibc will do
# and libstdc++ is not needed (packaging/README.md). Prints its path.
build_portable() {
    packaging/portable/link "$(build_release "$@")"
}

# A file system that never answers, for tests, linked so that it runs anywhere.
build_silent() {
    local release=(-c release --static-swift-stdlib --product silent-mount)
    quietly "building silent-mount" swift build "${release[@]}"
    printf '%s/silent-mount\n' "$(swift build "${release[@]}" --show-bin-path)"
}
