# shellcheck shell=bash
# A real node: Debian with systemd as its init, booted in systemd-nspawn. Nothing that is
# started here outlives whoever called `contained`. Sourced after packaging/lib.sh.

# shellcheck source=Tests/Packages/within.sh
. Tests/Packages/within.sh

# A folder $work for all that is written, gone with the script.
begin_work() {
    # bash goes on behind a block of which it could not read a number.
    [[ ${MUSTER_INSIDE-} != yes ]] || give_up 70 "has lost its way"
    work=$(mktemp -d)
    mkfifo "$work/mapped"
    chmod 711 "$work"
    chmod 644 "$work/mapped"
    export work
    trap leave EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP PIPE
}

readonly enclosed=(setpriv --pdeathsig KILL unshare --mount --propagation private --pid
    --fork --kill-child --mount-proc --)

# contained SCRIPT [ARGUMENT…]: runs it with MUSTER_INSIDE=yes, as the first process of a
# process namespace, with mounts and cgroups of its own: when it ends, in whatever manner,
# all of that is gone.
contained() {
    export MUSTER_INSIDE=yes
    [[ -e $work/cgroups ]] || own_cgroups
    # In the background, as only a wait is ended by a signal at once.
    "${enclosed[@]}" "$@" &
    container=$!
    wait "$container"
}

# The same in a user namespace with every account in it: its limits are nobody else's.
contained_with_users() {
    export MUSTER_INSIDE=yes MUSTER_USERS=own
    [[ -e $work/cgroups ]] || own_cgroups
    # It is an account without rights until the accounts are there; then exec makes it root.
    # shellcheck disable=SC2016 # for the other shell
    unshare --user -- bash -c 'read -r _ <"$1" && exec "${@:2}"' sh "$work/mapped" \
        "${enclosed[@]}" "$@" &
    container=$!
    within 5 map_users || return
    echo >"$work/mapped"
    wait "$container"
}

# shellcheck disable=SC2317 # called by within
map_users() {
    [[ $(readlink /proc/self/ns/user) != "$(readlink "/proc/$container/ns/user")" ]] &&
        echo "0 0 4294967295" >"/proc/$container/uid_map" &&
        echo "0 0 4294967295" >"/proc/$container/gid_map"
}

# A cgroup of our own in every hierarchy that an init uses, where it can make others.
own_cgroups() {
    local names path point
    while IFS=: read -r _ names path; do
        [[ $names =~ ^(|name=systemd|cpu|cpuacct|cpu,cpuacct|memory|pids|devices|blkio)$ ]] ||
            continue
        point=$(hierarchy "$names")
        [[ -n $point ]] || continue
        mkdir "$point${path%/}/muster-node-$$" 2>/dev/null || continue
        printf '%s %s\n' "$point" "$point${path%/}/muster-node-$$" >>"$work/cgroups"
    done </proc/self/cgroup
}

# Where a hierarchy of cgroups is mounted, by the names of its controllers.
hierarchy() {
    awk -v names="$1" '{
        split($0, halves, " - ")
        split(halves[2], type, " ")
        options = "," type[3] ","
        if (names == "" ? type[1] == "cgroup2" : index(options, "," names ",")) {
            print $5
            exit
        }
    }' /proc/self/mountinfo
}

# What is left when the script has ended: nothing.
leave() {
    local place
    if [[ -n ${container-} ]]; then
        kill -KILL "$container" 2>/dev/null || true
        wait "$container" 2>/dev/null || true
    fi
    [[ ! -s $work/cgroups ]] || while read -r _ place; do
        # The last process needs a moment to be gone.
        within 5 remove_cgroup "$place" || say "$place: is not empty"
    done <"$work/cgroups"
    rm -rf --one-file-system "$work"
}

remove_cgroup() {
    [[ ! -d $1 ]] || find "$1" -depth -type d -exec rmdir {} + 2>/dev/null
}

# Why nodes cannot be booted here; nothing where they can.
unbootable() {
    ((EUID == 0)) || { echo "needs root" && return; }
    have systemd-nspawn || { echo "systemd-nspawn is not installed" && return; }
    have debootstrap || { echo "debootstrap is not installed" && return; }
    unshare --mount --pid --net --fork true 2>/dev/null || echo "namespaces cannot be made here"
}

# boot LOWER: a node over a root as debootstrap made it, which is not written to. Its files
# are at $root; `node COMMAND…` is in it. Fails where it cannot be.
boot() {
    root=$work/root
    mkdir -p "$root" "$work/upper"
    # On a tmpfs, as an overlay on an overlay is refused.
    mount -t tmpfs tmpfs "$work/upper" && mkdir "$work/upper"/{up,work} &&
        mount -t overlay overlay "$root" -o "lowerdir=$1,upperdir=$work/upper/up" \
            -o "workdir=$work/upper/work${MUSTER_USERS+,userxattr}" || return
    # Hierarchies of version 1 are given to a container read-only.
    {
        printf '#!/bin/sh\n'
        sed 's/ .*//; s/.*/mount -o remount,bind,rw & || true/' "$work/cgroups"
        # systemd takes these two for one hierarchy; where they are two, it accounts in one.
        printf 'cd /sys/fs/cgroup && [ -e cpu ] && [ ! cpu -ef cpuacct ] &&\n'
        printf '    mount --bind cpuacct cpu\ncd /\n'
        printf 'exec /lib/systemd/systemd\n'
    } >"$root/init"
    chmod 755 "$root/init"
    ! declare -F prepare >/dev/null || prepare
    enter_cgroups
    systemd-nspawn --quiet --directory="$root" --register=no --keep-unit --machine="muster-$$" \
        --private-network --resolv-conf=off --bind=/dev/fuse --console=pipe /init \
        </dev/null >"$work/console" 2>&1 &
    nspawn=$!
    within 60 is_up || {
        cat "$work/console" >&2
        return 1
    }
}

# This process and what it starts, in the cgroups that were made for it.
enter_cgroups() {
    local place
    while read -r _ place; do echo $$ >"$place/cgroup.procs" || return; done <"$work/cgroups"
}

# The node's init is nspawn's child, and everything has started.
is_up() {
    kill -0 "$nspawn" 2>/dev/null || return
    # The file ends without a line break, which read takes for a failure.
    read -r leader _ <"/proc/$nspawn/task/$nspawn/children" || true
    [[ -n $leader ]] || return
    [[ $(node systemctl is-system-running 2>/dev/null) =~ running|degraded ]]
}

# A command in the node, with nothing of ours around it.
node() {
    # Not its user namespace, which is ours, and no --all, which finds that out too late.
    nsenter --target "$leader" --mount --uts --ipc --net --pid --cgroup -- \
        env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C TERM=dumb "$@"
}

# A property of a unit.
shown() { node systemctl show --value --property "$2" "$1"; }
