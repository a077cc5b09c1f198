# shellcheck shell=bash
# What the scripts that build Debian packages share. Sourced after packaging/package.sh;
# `name` is the package's, `parts` the folder of control and maintainer scripts.

# The Debian package that holds a library; with the version that its symbols ask for.
package_of() {
    local newest
    case $1 in
    libc.so.6 | libm.so.6 | libdl.so.2 | libpthread.so.0 | librt.so.1 | ld-linux-*.so.*)
        echo "libc6 (>= $(glibc_of "$program"))"
        ;;
    libgcc_s.so.1) echo "libgcc-s1 (>= 4.2)" ;;
    libyaml-0.so.2) echo "libyaml-0-2" ;;
    libstdc++.so.6)
        newest=$(symbols_of "$program" | sed -n 's/^GLIBCXX_3\.4\.//p' | tail -1)
        # libstdc++'s own table of its versions: 3.4.29 came with GCC 11.
        ((newest <= 29)) || give_up 1 "$program: asks for GLIBCXX_3.4.$newest, newer than GCC 11's"
        echo "libstdc++6 (>= 11)"
        ;;
    *) give_up 1 "$program: is linked with $1, and no package is known for it" ;;
    esac
}

depends() {
    local library
    for library in $(libraries_of "$program"); do package_of "$library"; done | sort -u
    printf "%s\n" "$@"
}

# lay_control CONFFILE DEPENDS…: what dpkg keeps about the package.
lay_control() {
    local size
    install -d "$tree/DEBIAN"
    depends "${@:2}" >"$work/depends"
    size=$(du -k --apparent-size -s --exclude=DEBIAN "$tree" | cut -f1)
    sed -e "s/@VERSION@/$version-$revision/; s/@ARCHITECTURE@/$debian_machine/; s/@SIZE@/$size/" \
        -e "s/@DEPENDS@/$(paste -sd, "$work/depends" | sed 's/,/, /g')/" \
        "$parts/control" >"$tree/DEBIAN/control"
    install -m 755 "$parts"/{postinst,prerm,postrm} "$tree/DEBIAN/"
    echo "$1" >"$tree/DEBIAN/conffiles"
    (cd "$tree" && find etc usr -type f -print0 | sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
}

lay_legal() {
    local doc=usr/share/doc/$name
    lay 644 packaging/debian/copyright "$doc/copyright"
    rm -f "$tree/$doc/CHANGELOG.md"
    gzip -9nc CHANGELOG.md >"$work/changelog.gz"
    lay 644 "$work/changelog.gz" "$doc/changelog.gz"
    printf '%s (%s-%s) unstable; urgency=medium\n\n  * See changelog.gz.\n\n -- %s  %s\n' \
        "$name" "$version" "$revision" "$(sed -n 's/^Maintainer: //p' "$parts/control")" \
        "$(date -u -R -d "@$(epoch)")" | gzip -9n >"$work/changelog.Debian.gz"
    lay 644 "$work/changelog.Debian.gz" "$doc/changelog.Debian.gz"
    lay 644 "$parts/lintian-overrides" "usr/share/lintian/overrides/$name"
}

# Packs the tree and prints the package's path.
pack_deb() {
    find "$tree" -exec touch -h -d "@$(epoch)" {} +
    mkdir -p "$folder"
    local package=$folder/${name}_$version-${revision}_$debian_machine.deb
    SOURCE_DATE_EPOCH=$(epoch) dpkg-deb --root-owner-group -Zxz --build "$tree" "$package" >&2
    printf '%s\n' "$package"
}
