# shellcheck shell=bash
# What the scripts that build .rpm files share. Sourced after packaging/package.sh; `name`
# is the package's.

# What EL provides: no version of a library's symbols but glibc's and, since GCC 4.2,
# libgcc's. Debian's own versions (CURL_OPENSSL_4, LIBSYSTEMD_257) are in no EL.
must_be_for_el() {
    local foreign
    foreign=$(rpm -qp --requires "$1" | grep -E '\(.+\)\(' |
        grep -vE '^ld-linux-[a-z0-9-]+\.so\.[0-9]+\(GLIBC_[0-9.]+\)\(64bit\)' |
        grep -vE '^lib(c|m|dl|pthread|rt)\.so\.[0-9]+\(GLIBC_[0-9.]+\)\(64bit\)' |
        grep -vE '^libgcc_s\.so\.1\(GCC_(3\.[0-9.]+|4\.[0-2]\.[0-9]+)\)\(64bit\)' || true)
    [[ -z $foreign ]] || give_up 1 "$1: requires what Enterprise Linux does not provide:
$foreign"
}

# pack_rpm SPEC: packs what lies below $work/tree and prints the package's path.
pack_rpm() {
    local built=$work/rpms/$machine/$name-$version-$revision.$machine.rpm
    SOURCE_DATE_EPOCH=$(epoch) rpmbuild -bb --quiet --target "$machine-linux" \
        --define "_topdir $work/top" --define "_rpmdir $work/rpms" --define "_dbpath $work/db" \
        --define "_use_internal_dependency_generator 1" --define "__os_install_post %{nil}" \
        --define "_buildhost localhost" --define "use_source_date_epoch_as_buildtime 1" \
        --define "clamp_mtime_to_source_date_epoch 1" \
        --define "tree $work/tree" --define "number $version" --define "revision $revision" \
        "$1" >&2
    must_be_for_el "$built"
    mkdir -p "$folder"
    mv -f "$built" "$folder/"
    printf '%s\n' "$folder/${built##*/}"
}
