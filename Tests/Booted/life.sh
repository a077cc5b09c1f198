# shellcheck shell=bash
# What an administrator does to the service: reload, restart, upgrade, remove, purge.

# consecutive FROM: the numbers that the collector got behind the first FROM follow one
# another, and follow those.
consecutive() {
    numbers | awk -v from="$1" '
        NR <= from { if ($1 > last) last = $1; next }
        { seen[$1]++; count++; if ($1 > most) most = $1 }
        END {
            for (n = last + 1; n <= most; n++) {
                if (seen[n] == 1) continue
                print "number", n, "came", seen[n] + 0, "times"
                wrong = 1
            }
            exit wrong || count == 0 || most != last + count
        }'
}

try_reload() {
    local before pid
    before=$(arrived) pid=$(shown muster-agent MainPID)
    sed -i 's/^site: .*/site: ANOTHER-T3/' "$root/etc/muster/muster.d/collector.yaml"
    claim "it reloads" node systemctl reload muster-agent
    claim "and looks at once" within 20 more_than "$before"
    claim "what changed is in force" within 20 reported_site ANOTHER-T3
    claim "it is the same process" test "$(shown muster-agent MainPID)" = "$pid"
    claim "the numbers go on" consecutive "$before"
    claim "a broken configuration is found before" broken_is_refused
    within 20 quiet || true
}

reported_site() { last_report | grep -q "\"site\":\"$1\""; }

# The mistake is told with its file and line; the service is not touched.
broken_is_refused() {
    echo "colector: {}" >"$root/etc/muster/muster.d/typo.yaml"
    ! node muster agent --check-config 2>"$work/refused" || return
    rm "$root/etc/muster/muster.d/typo.yaml"
    cat "$work/refused"
    grep -q 'typo.yaml:1' "$work/refused"
}

try_restart() {
    local before
    within 20 quiet || true
    before=$(arrived)
    claim "it restarts" node systemctl restart muster-agent
    claim "and reports" within 20 more_than "$before"
    claim "numbers go on without a gap or a repeat" consecutive "$before"
}

try_upgrade() {
    local before pid
    echo "# the site's" >>"$root/etc/muster/muster.yaml"
    within 20 quiet || true
    before=$(arrived) pid=$(shown muster-agent MainPID)
    claim "it upgrades" node env DEBIAN_FRONTEND=noninteractive dpkg --force-confold \
        -i "$(package 2)"
    claim "the new one runs" restarted "$pid"
    claim "the configuration is kept" grep -q "the site's" "$root/etc/muster/muster.yaml"
    claim "it goes on to report" within 30 more_than "$before"
    claim "numbers go on after an upgrade" consecutive "$before"
}

try_removal() {
    claim "it is removed" node dpkg --remove muster
    claim "nothing of it runs" prints "" node pgrep -u muster,muster-observer
    claim "no unit is active" prints "" node systemctl list-units --plain --no-legend \
        --state=active,activating,deactivating,failed 'muster*'
    claim "no socket is left" prints "" node find /run/muster -name '*.sock'
    claim "the state is kept" node test -e /var/lib/muster/spool
    claim "it is purged" node dpkg --purge muster
    claim "no unit is left" prints "" node systemctl list-units --all --plain --no-legend \
        'muster*'
    claim "no state is left" node test ! -e /var/lib/muster
    claim "of /etc/muster the site's own files are left" prints \
        "collector-ca.pem muster.d/collector.yaml muster.d/queue.yaml" site_files
    claim "systemd has failed at nothing" prints "" node systemctl list-units --failed --plain \
        --no-legend
}

site_files() { node find /etc/muster -type f -printf '%P\n' | sort | xargs; }
