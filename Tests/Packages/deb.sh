# shellcheck shell=bash
# The life of the .deb.

dpkg_inside() { inside env DEBIAN_FRONTEND=noninteractive dpkg --force-confold "$@"; }

installed_deb() {
    fresh
    cp "$deb" "$next_deb" "$root/root/"
    ! declare -F prepare >/dev/null || prepare
    claim "deb: it installs" dpkg_inside -i "/root/${deb##*/}"
}

try_deb() {
    installed_deb
    claim "deb: depends on what a minimal Debian has" inside dpkg --audit
    try_installed deb
    claim "deb: files are as they were packed" inside dpkg --verify muster
    live
    claim "deb: it upgrades" dpkg_inside -i "/root/${next_deb##*/}"
    try_upgraded deb
    claim "deb: the new default lies beside" there /etc/muster/muster.yaml.dpkg-dist
    claim "deb: the same again changes nothing" dpkg_inside -i "/root/${next_deb##*/}"
    try_upgraded deb
    claim "deb: it is removed" dpkg_inside --remove muster
    try_removed deb
    claim "deb: the configuration stays" says /etc/muster/muster.yaml "# the site's"
    claim "deb: it comes back" dpkg_inside -i "/root/${next_deb##*/}"
    try_upgraded "deb, back"
    dpkg_inside --remove muster >/dev/null
    purge_deb
    purge_link
    preset_off
}

purge_deb() {
    claim "deb: it is purged" dpkg_inside --purge muster
    claim "deb: the configuration is gone" gone /etc/muster/muster.yaml
    try_unwanted deb
    claim "deb: the spool is gone" gone /var/lib/muster/spool
    claim "deb: what is not ours stays" there /var/lib/muster/theirs
    claim "deb: also beside the configuration" there /etc/muster/muster.d/site.yaml
    denied "deb: no state of the units is left" compgen -G \
        "$root/var/lib/systemd/deb-systemd-helper-*/*muster*"
    # With nothing of others in them the folders go.
    rm "$root/var/lib/muster/theirs" "$root/etc/muster/muster.d/site.yaml"
    dpkg_inside -i "/root/${deb##*/}" >/dev/null 2>&1
    claim "deb: it is purged at once" dpkg_inside --purge muster
    claim "deb: nothing is left of the state" gone /var/lib/muster
    claim "deb: nothing is left of the configuration" gone /etc/muster
}

# A state folder that a site has put elsewhere is the site's.
purge_link() {
    dpkg_inside -i "/root/${deb##*/}" >/dev/null 2>&1
    inside install -d -o muster /srv/state
    inside install -o muster /dev/null /srv/state/report
    ln -s /srv/state "$root/var/lib/muster"
    claim "deb: it is purged with a link in place of the state" dpkg_inside --purge muster
    claim "deb: what the link leads to stays" there /srv/state/report
}

# An administrator's own preset is first.
preset_off() {
    prepare() {
        mkdir -p "$root/etc/systemd/system-preset"
        echo "disable muster-*" >"$root/etc/systemd/system-preset/00-site.preset"
    }
    installed_deb
    unset -f prepare
    claim "deb: what a preset forbids stays off" is muster-agent.service disabled
    claim "deb: also after an upgrade" dpkg_inside -i "/root/${next_deb##*/}"
    claim "deb: it is still off" is muster-agent.service disabled
}
