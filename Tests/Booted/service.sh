# shellcheck shell=bash
# The service in peace: from the package, without a line of configuration, then with a
# collector.

active() { [[ $(shown muster-agent ActiveState) == active ]]; }

# status WORDS: what `systemctl status` shows of it.
status() {
    local text
    text=$(shown muster-agent StatusText)
    printf '%s\n' "$text"
    [[ $text == *"$1"* ]]
}

# journal WORDS [OPTION…]: what the journal has of the service.
journal() {
    local words=$1
    shift
    node journalctl --no-pager --unit muster-agent "$@" >"$work/journal" &&
        grep -qF -- "$words" "$work/journal"
}

# Where the journal stands, for --after-cursor.
now_in_journal() { node journalctl -n 0 --show-cursor | sed -n 's/^-- cursor: //p'; }

try_fresh() {
    claim "it installs on a running system" node dpkg -i "$(package 1)"
    claim "the service is active" within 10 active
    claim "it has told that it is ready" test "$(shown muster-agent Type)" = notify
    claim "a person reads how the node is" within 30 status "baseline "
    claim "and when it is looked at again" status "next look in"
    claim "it is the account's own" test "$(node ps -o user= -C muster | sort -u)" = muster
    claim "without a collector reports wait" within 10 denied_now spool_is_empty
    claim "the journal explains the audit" journal "Muster has audited this node" -x
    claim "and each check" journal "This node does not give what" -x
    claim "nothing of its entries is left open" no_holes
}

# The package of a revision, in the node.
package() { echo "/root/$(basename "$root"/root/muster_*-"$1"_*.deb)"; }

# Every @FIELD@ of the catalog was filled in.
no_holes() {
    node journalctl --no-pager --unit muster-agent -x >"$work/journal" &&
        ! grep -E '@MUSTER_[A-Z_]+@' "$work/journal"
}

try_units() {
    local unit exposure
    for unit in muster-agent muster-observer@1 muster-observer-root@1 muster-observer-pilot@1; do
        claim "$unit has no user namespace" test "$(shown "$unit" PrivateUsers)" = no
        claim "$unit has no network of its own" test "$(shown "$unit" PrivateNetwork)" = no
    done
    exposure=$(node systemd-analyze security --no-pager muster-agent |
        sed -n 's/.*exposure level for muster-agent.service: \([0-9.]*\).*/\1/p')
    say "exposure of muster-agent.service: ${exposure:-not told}"
    claim "it is at most 2.0" awk -v level="$exposure" \
        'BEGIN { exit !(level != "" && level <= 2.0) }'
}

try_delivery() {
    collector_start
    collector_configure
    printf 'format: muster-agent/1\nbinds: [/mnt/silent/data, /run]\n' \
        >"$root/etc/muster/muster.d/queue.yaml"
    claim "the configuration is right" node muster agent --check-config
    claim "it starts with a certificate by LoadCredential" node systemctl restart muster-agent
    claim "reports arrive over TLS" within 30 more_than 0
    claim "the collector knows the node by its certificate" grep -qF '["commonName", "node"]' \
        "$collected/headers"
    claim "the journal tells that they do" within 10 journal "delivery reaches a collector"
    claim "every report has left the spool" within 30 spool_is_empty
}

# No file of a report that waits.
spool_is_empty() {
    ! node find /var/lib/muster/spool -name '0*' ! -name '*.done' | grep .
}

# A mount as a node's own gets one: the time from it to the collector, milliseconds.
try_mount() {
    local before began took
    within 10 quiet || true
    before=$(arrived) began=${EPOCHREALTIME/[.,]/}
    node mount -t tmpfs -o size=1m noticed /mnt
    claim "a new mount is told to the collector" within 10 more_than "$before"
    took=$(((${EPOCHREALTIME/[.,]/} - began) / 1000))
    say "a new mount reached the collector after $took ms"
    claim "within 2 s" test "$took" -le 2000
    node umount /mnt
}

# No look and no delivery goes on.
quiet() {
    [[ -z $(node systemctl list-units --plain --no-legend 'muster-observer*@*') ]] &&
        [[ $(shown muster-agent StatusText) != *"reports wait"* ]]
}
