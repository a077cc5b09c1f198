# shellcheck shell=bash
# What holds wherever the package has been installed, whichever it was.

units=(muster-agent.service muster-observer.socket muster-observer-root.socket
    muster-observer-pilot.socket)

try_installed() {
    local unit
    claim "$1: the program runs" inside muster --version
    claim "$1: every library is there" libraries_found
    claim "$1: empty folders of the site are no mistake" inside muster checks lint
    for unit in "${units[@]}"; do
        claim "$1: $unit is enabled" is "$unit" enabled
    done
    claim "$1: nothing drains this node" is muster-drain.path disabled
    claim "$1: systemd finds nothing wrong" verified
    claim "$1: accounts are there" inside id muster
    claim "$1: observers have their own" inside id muster-observer
    claim "$1: nobody can log in" inside awk -F: \
        '/^muster/ && $7 !~ /nologin$/ { exit 1 }' /etc/passwd
    claim "$1: the sockets' folder is root's" test "$(inside stat -c %U:%a /run/muster)" = root:755
    claim "$1: the configuration is all comments" uncommented_is_nothing
    claim "$1: the journal has the texts" test "$(texts)" = "$(grep -c '^-- ' \
        packaging/catalog/muster.catalog)"
    claim "$1: bash takes the completion" inside bash -c \
        '. /usr/share/bash-completion/completions/muster && complete -p muster'
    claim "$1: there is a manual" there /usr/share/man/man1/muster.1.gz
    claim "$1: examples are no programs" test -z \
        "$(find "$root/usr/share/doc/muster" -type f -perm /111)"
}

# is UNIT STATE: what systemctl says about it.
is() { [[ $(inside systemctl is-enabled "$1") == "$2" ]]; }

libraries_found() {
    local found
    found=$(inside ldd /usr/bin/muster) && [[ $found == *libyaml* && $found != *"not found"* ]]
}

# How many of the journal's texts are ours.
texts() {
    local all text count=0
    all=$(inside journalctl --list-catalog) && [[ -n $all ]] || return
    for text in $(sed -n 's/^-- //p' packaging/catalog/muster.catalog); do
        [[ $all != *"$text"* ]] || count=$((count + 1))
    done
    echo $count
}

# Also the services behind the sockets, as an instance. Says nothing where all is well.
verified() {
    local said
    said=$(inside systemd-analyze verify --man=no "${units[@]}" muster-observer@1.service \
        muster-observer-root@1.service muster-observer-pilot@1.service \
        muster-drain.path muster-drain.service 2>&1) || return
    printf '%s\n' "$said"
    [[ -z $said ]]
}

uncommented_is_nothing() {
    [[ -s $root/etc/muster/muster.yaml ]] && ! grep -vE '^(#.*)?$' "$root/etc/muster/muster.yaml"
}

# What a site and a running service leave: a changed line, a file beside it, a switched off
# unit, a spool, and in its folder a file of somebody else.
live() {
    echo "# the site's" >>"$root/etc/muster/muster.yaml"
    echo "# the site's" >"$root/etc/muster/muster.d/site.yaml"
    inside systemctl --quiet disable muster-observer-pilot.socket
    inside install -d -o muster -g muster -m 700 /var/lib/muster /var/lib/muster/spool
    inside install -o muster -g muster /dev/null /var/lib/muster/spool/report
    inside install -o 12345 /dev/null /var/lib/muster/theirs
}

# What an upgrade leaves alone.
try_upgraded() {
    claim "$1: the configuration is kept" says /etc/muster/muster.yaml "# the site's"
    denied "$1: and not replaced" says /etc/muster/muster.yaml "next revision"
    claim "$1: what lies beside it, too" says /etc/muster/muster.d/site.yaml "# the site's"
    claim "$1: the spool is kept" there /var/lib/muster/spool/report
    claim "$1: what was on is on" is muster-agent.service enabled
    claim "$1: what was off is off" is muster-observer-pilot.socket disabled
}

# What is gone when the package is, and what is not.
try_removed() {
    local unit
    claim "$1: the program is gone" gone /usr/bin/muster
    for unit in "${units[@]}"; do
        claim "$1: $unit is gone" gone "/usr/lib/systemd/system/$unit"
    done
    claim "$1: the journal's texts are gone" test "$(texts)" = 0
    claim "$1: the spool stays" there /var/lib/muster/spool/report
    claim "$1: the site's files stay" there /etc/muster/muster.d/site.yaml
}

# No link of a unit that is gone is left; a .deb leaves them until it is purged.
try_unwanted() {
    local unit
    for unit in "${units[@]}"; do
        claim "$1: $unit is wanted by nobody" test -z \
            "$(find "$root/etc/systemd/system" -name "$unit")"
    done
}
