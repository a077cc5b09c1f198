# shellcheck shell=bash
# What goes wrong on a node: a mount that hangs, a process that stops, a full disk, a
# kernel that forbids namespaces.

# answered LOOK WORDS: an observer's unit answers it with a sighting that has these words.
answered() {
    timeout 60 /usr/bin/python3 -I - "/proc/$leader/root/run/muster/observer.sock" "$@" <<'END'
import socket, sys
with socket.socket(socket.AF_UNIX) as peer:
    peer.connect(sys.argv[1])
    peer.sendall(sys.argv[2].encode() + b"\n")
    data = b"".join(iter(lambda: peer.recv(65536), b""))
print(data[:300].decode(errors="replace"))
sys.exit(not (data.startswith(b"look ") and sys.argv[3].encode() in data))
END
}

# Observers that wait for a mount, and the units that they are in.
waiting() { node pgrep -c '^muster:' || true; }
instances() { node systemctl list-units --all --plain --no-legend 'muster-observer@*' | wc -l; }

# is EXPECTED COMMAND…: it prints just that.
prints() {
    local expected=$1 found
    shift
    found=$("$@")
    printf 'found %s\n' "$found"
    [[ $found == "$expected" ]]
}

try_hung() {
    local look began took first
    node systemd-run --quiet --unit=silent /root/silent-mount /mnt/silent sleep infinity
    claim "a hung mount is told to the journal" within 60 journal "A mount does not answer" -x
    claim "the service goes on" active
    claim "one process waits for it" within 20 prints 1 waiting
    first=$(instances)
    # Touched, not only read about.
    for look in full mounts full; do
        claim "another mount is looked at ($look)" answered "$look" \
            '"origin":"stat(/run)","subject":"/run","value":"folder"'
    done
    claim "the cheap facts are told" answered brief '"name":"kernel.release.version"'
    claim "still one process waits for it" prints 1 waiting
    claim "and units do not pile up" within 20 test "$(instances)" -le $((first + 1))
    began=${EPOCHREALTIME/[.,]/}
    claim "it stops while an observer is stuck" node systemctl stop muster-agent
    took=$(((${EPOCHREALTIME/[.,]/} - began) / 1000))
    say "stopped after $took ms"
    claim "within 5 s" test "$took" -le 5000
    claim "and starts again" node systemctl start muster-agent
    node systemctl stop silent
    node umount -l /mnt/silent || true
    claim "the one that waited goes with the mount" within 20 prints 0 waiting
    claim "and so do the units" within 20 prints 0 instances
}

try_watchdog() {
    local before count
    mkdir -p "$root/etc/systemd/system/muster-agent.service.d"
    printf '[Service]\nWatchdogSec=2\nRestartSec=0\n' \
        >"$root/etc/systemd/system/muster-agent.service.d/watchdog.conf"
    node systemctl daemon-reload
    node systemctl restart muster-agent
    before=$(shown muster-agent MainPID) count=$(shown muster-agent NRestarts)
    claim "an idle service feeds a watchdog of 2 s" denied_within 6 restarted "$before"
    node kill -STOP "$before"
    claim "a process that stands still is started anew" within 20 restarted "$before"
    claim "by the watchdog" journal "Watchdog timeout"
    claim "once" within 10 prints $((count + 1)) shown muster-agent NRestarts
    claim "and works" within 10 active
    rm "$root/etc/systemd/system/muster-agent.service.d/watchdog.conf"
    node systemctl daemon-reload
    node systemctl restart muster-agent
}

restarted() { [[ $(shown muster-agent MainPID) != "$1" ]] && active; }

# denied_within SECONDS COMMAND…: for so long it never succeeds.
denied_within() { ! within "$@"; }

# On a node of its own in a user namespace, whose limits are not the machine's.
try_limits() {
    local name here
    [[ ${MUSTER_USERS-} == own ]] || give_up 70 "these limits are the machine's"
    claim "it installs in a user namespace" node dpkg -i "$(package 1)"
    claim "and reports" within 30 status "baseline "
    for name in max_user_namespaces max_net_namespaces; do
        echo 0 >"/proc/sys/user/$name"
        claim "$name is 0" prints 0 node cat "/proc/sys/user/$name"
    done
    denied "no namespace is to be had" node unshare --user true
    denied "nor one of networks" node unshare --net true
    collector_configure
    collector_start
    here=$(now_in_journal)
    claim "it starts where no namespaces are to be had" node systemctl restart muster-agent
    claim "and looks, and reports" within 20 more_than 1
    claim "facts are the node's" within 10 limits_are_known
    claim "the journal goes on" within 10 journal "baseline " --after-cursor "$here"
}

# In the sections that the last report names.
limits_are_known() {
    local name
    for name in user net; do
        node grep -rqE "\"name\":\"userns.limit.$name\"[^}]*\"value\":0[,}]" \
            /var/lib/muster/sections || return
    done
}

# A disk of 4 MB in place of the service's, with all that was there before and after.
try_disk() {
    node systemctl stop muster-agent
    node mv /var/lib/muster /root/state
    node install -d -o muster -g muster -m 700 /var/lib/muster
    node mount -t tmpfs -o size=4m,mode=700 small /var/lib/muster
    node cp -a /root/state/. /var/lib/muster/
    printf 'format: muster-agent/1\nspool:\n  floor: 0 B\n' \
        >"$root/etc/muster/muster.d/spool.yaml"
    node systemctl start muster-agent
    claim "it works on a small disk" within 20 status "baseline "
    within 10 quiet || true
    full_disk
    read_only_disk
    read_only_start
    node systemctl stop muster-agent
    node rm -r /root/state
    node cp -a /var/lib/muster /root/state
    node umount /var/lib/muster
    node rmdir /var/lib/muster
    node mv /root/state /var/lib/muster
    rm "$root/etc/muster/muster.d/spool.yaml"
    node systemctl start muster-agent
}

full_disk() {
    local before here
    node dd if=/dev/zero of=/var/lib/muster/filler bs=64k 2>/dev/null || true
    here=$(now_in_journal)
    node mount -t tmpfs -o size=1m noticed /mnt
    claim "a full disk is told to the journal" within 20 journal "spool: " --after-cursor "$here"
    claim "and to whoever asks for the status" within 10 status "spool"
    claim "the service goes on" active
    node umount /mnt
    here=$(now_in_journal)
    node systemctl reload muster-agent
    claim "and looks, and tells the journal" within 20 journal "baseline " --after-cursor "$here"
    node rm /var/lib/muster/filler
    before=$(arrived)
    node systemctl reload muster-agent
    claim "with room it reports again" within 90 more_than "$before"
    claim "and the trouble is over" within 20 denied_now status "spool:"
}

denied_now() { ! "$@"; }

# As a file system that has found an error: read-only under a service that runs.
read_only_disk() {
    local before here
    node mount -o remount,ro /var/lib/muster
    here=$(now_in_journal)
    node mount -t tmpfs -o size=1m noticed /mnt
    claim "a disk that takes nothing is told" within 20 journal "spool: " --after-cursor "$here"
    claim "the service goes on" active
    node umount /mnt
    before=$(arrived)
    node mount -o remount,rw /var/lib/muster
    claim "when it takes again the service finds out by itself" within 90 denied_now \
        status "spool"
    node mount -t tmpfs -o size=1m noticed /mnt
    claim "and reports" within 20 more_than "$before"
    node umount /mnt
}

read_only_start() {
    local before here
    node mount -o remount,ro /var/lib/muster
    here=$(now_in_journal)
    claim "it starts where it cannot write" node systemctl restart muster-agent
    claim "and says so" within 20 journal "spool: " --after-cursor "$here"
    claim "the audit goes on" within 20 journal "baseline " --after-cursor "$here"
    before=$(arrived)
    node mount -o remount,rw /var/lib/muster
    # A mount that was read-only when systemd made the sandbox stays so in it.
    node systemctl restart muster-agent
    claim "once it can write it reports again" within 20 more_than "$before"
    within 10 quiet || true
}
