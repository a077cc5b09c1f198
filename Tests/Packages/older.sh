# shellcheck shell=bash
# The oldest Debian that the package is for: what runs there needs no newer glibc than
# 2.31, whatever the list of symbols says.

readonly oldest=bullseye

try_older() {
    if ! lower=$(Tests/Packages/root --suite $oldest); then
        skip "Debian $oldest" "there is none to install into, see above"
        return 0
    fi
    installed_deb
    claim "$oldest: nothing is missing" inside dpkg --audit
    claim "$oldest: the program runs" inside muster --version
    claim "$oldest: every library is there" libraries_found
    claim "$oldest: it audits" audits
    claim "$oldest: the configuration is right" inside muster agent --check-config
    claim "$oldest: the service looks and keeps a report" serves
    claim "$oldest: it is purged" dpkg_inside --purge muster
}

# Any verdict will do.
audits() {
    local code=0
    inside muster check --no-journal >"$work/audit" || code=$?
    ((code <= 3)) && grep -q "Debian GNU/Linux 11" "$work/audit"
}

# By hand, as there is no systemd at work.
serves() {
    local agent code=0
    # No function: that would be a shell between us and it.
    chroot "$root" env -i PATH=/usr/bin muster agent --observe-here --state /srv/state &
    agent=$!
    within 20 compgen -G "$root/srv/state/spool/*/0*" || code=1
    kill -TERM $agent
    wait $agent && ((code == 0))
}
