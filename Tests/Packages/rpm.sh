# shellcheck shell=bash
# The life of the .rpm. The root is a Debian, where rpm knows no package, so that what it
# asks for is read and not resolved; no Enterprise Linux machine has run it.

rpm_inside() { rpm --root "$root" --dbpath /var/lib/rpm "$@"; }

# All that EL's own packages provide: glibc, libgcc, libyaml, systemd, sh and rpm itself.
# only_of_el RPM [NAME]
only_of_el() {
    local asked
    asked=$(rpm -qp --requires "$1") || return
    printf '%s\n' "$asked"
    [[ -n $asked ]] && ! printf '%s\n' "$asked" | grep -vxE \
        -e '(ld-linux-[a-z0-9-]+)\.so\.[0-9]+\((GLIBC_[0-9.]+)?\)\(64bit\)' \
        -e 'lib(c|m|dl|pthread|rt)\.so\.[0-9]+\((GLIBC_[0-9.]+)?\)\(64bit\)' \
        -e 'libgcc_s\.so\.1\((GCC_(3\.[0-9.]+|4\.[0-2]\.[0-9]+))?\)\(64bit\)' \
        -e 'libyaml-0\.so\.2\(\)\(64bit\)' -e 'rtld\(GNU_HASH\)' -e '/bin/sh' -e systemd \
        -e "config\\(${2-muster}\\) = [0-9.-]+" \
        -e 'rpmlib\((CompressedFileNames|FileDigests|PayloadFilesHavePrefix|PayloadIsXz)\) <= .*'
}

try_rpm() {
    claim "rpm: asks for nothing that Enterprise Linux lacks" only_of_el "$rpm"
    fresh
    mkdir -p "$root/var/lib/rpm"
    claim "rpm: it installs" rpm_inside -i --nodeps "$rpm"
    try_installed rpm
    claim "rpm: files are as they were packed" rpm_inside -V --nodeps muster
    live
    claim "rpm: it upgrades" rpm_inside -U --nodeps "$next_rpm"
    try_upgraded rpm
    claim "rpm: the new default lies beside" there /etc/muster/muster.yaml.rpmnew
    claim "rpm: one revision is there" test "$(rpm_inside -q muster | wc -l)" -eq 1
    claim "rpm: it is removed" rpm_inside -e muster
    try_removed rpm
    try_unwanted rpm
    claim "rpm: the changed configuration is kept" there /etc/muster/muster.yaml.rpmsave
    # An administrator's own preset is first.
    fresh
    mkdir -p "$root/var/lib/rpm" "$root/etc/systemd/system-preset"
    echo "disable muster-*" >"$root/etc/systemd/system-preset/00-site.preset"
    claim "rpm: it installs beside a preset" rpm_inside -i --nodeps "$rpm"
    claim "rpm: what a preset forbids stays off" is muster-agent.service disabled
}
