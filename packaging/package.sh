# shellcheck shell=bash
# What packaging/build-deb and packaging/build-rpm share: their options, what the program
# asks for, and the tree of files. Sourced after packaging/lib.sh.

# The newest glibc that a package may ask for: EL8 has it, Debian 11 and Ubuntu 20.04 newer.
readonly glibc_at_most=2.28

program='' share='' folder=.build/packages machine=$(uname -m) version='' revision=1

# Reads the options that both scripts know.
read_options() {
    while (($# > 0)); do
        case $1 in
        --muster | --share | --architecture | --version | --revision)
            (($# > 1)) || give_up 64 "$1: no value"
            case $1 in
            --muster) program=$2 ;;
            --share) share=$2 ;;
            --architecture) machine=$2 ;;
            --version) version=$2 ;;
            --revision) revision=$2 ;;
            esac
            shift 2
            ;;
        -*) give_up 64 "$1: no such option; see the head of the script" ;;
        *)
            folder=$1
            shift
            ;;
        esac
    done
    case $machine in
    x86_64) debian_machine=amd64 ;;
    aarch64) debian_machine=arm64 ;;
    *) give_up 64 "$machine: no such architecture, needed x86_64 or aarch64" ;;
    esac
    export debian_machine
    [[ $revision =~ ^[0-9]+$ ]] || give_up 64 "--revision $revision: needed a whole number"
    [[ -z $version || $version =~ ^[0-9]+(\.[0-9]+)*$ ]] ||
        give_up 64 "--version $version: needed numbers with dots"
}

# The program, the folder with man pages and completions, and the version.
find_parts() {
    [[ -n $program ]] || program=$(build_portable "$name")
    [[ -x $program ]] || give_up 66 "$program: no executable file, needed the program $name"
    local found
    found=$(readelf -hW "$program" | sed -n 's/^ *Machine: *//p')
    case $machine:$found in
    x86_64:*X86-64 | aarch64:AArch64) ;;
    *) give_up 1 "$program: is for ${found:-no machine}, needed $machine" ;;
    esac
    if [[ -z $share ]]; then
        share=.build/packages/share-$name
        local words=("$share" "$name")
        # A program for another machine cannot describe itself here.
        [[ $machine != "$(uname -m)" ]] || words+=("$program")
        rm -rf "$share"
        packaging/man/build "${words[@]}"
        share=$share/share
    fi
    [[ -f $share/man/man1/$name.1 ]] ||
        give_up 66 "$share/man/man1/$name.1: not there, needed what packaging/man/build wrote"
    [[ -n $version || $machine != "$(uname -m)" ]] || version=$("$program" --version)
    [[ -n $version ]] || give_up 64 "needed --version, as a program for $machine does not run here"
}

# The libraries that a program is linked with, one a line.
libraries_of() { readelf -dW "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'; }

# The versions of symbols that a program asks for, one a line: GLIBC_2.34, GCC_3.0 …
symbols_of() { objdump -T "$1" | sed -nE 's/.*\*UND\*.*\(([A-Z]+_[0-9.]+)\).*/\1/p' | sort -Vu; }

# The newest glibc that a program asks for.
glibc_of() { symbols_of "$1" | sed -n 's/^GLIBC_//p' | tail -1; }

# Refuses a program that asks for more than every system of the package has.
must_be_portable() {
    local newest
    newest=$(glibc_of "$1")
    [[ $(printf '%s\n' "$newest" $glibc_at_most | sort -V | tail -1) == "$glibc_at_most" ]] ||
        give_up 1 "$1: asks for glibc $newest, needed $glibc_at_most or older;
packaging/README.md tells how: $(objdump -T "$1" | grep -F "GLIBC_$newest" |
            awk '{print $NF}' | xargs)"
}

# lay MODE SOURCE… TARGET below the tree; a TARGET that ends in / is a folder.
lay() {
    local mode=$1 target=${*: -1}
    local sources=("${@:2:$#-2}")
    install -d "$tree/${target%/*}"
    install -m "$mode" "${sources[@]}" "$tree/$target"
}

# Everything but what dpkg or rpm keeps about a package; ZSH is where zsh looks.
lay_tree() {
    tree=$1
    local zsh=$2 doc=usr/share/doc/muster
    rm -rf "$tree"
    lay 755 "$program" usr/bin/muster
    "${STRIP:-strip}" "$tree/usr/bin/muster"
    lay 644 packaging/systemd/*.service packaging/systemd/*.socket packaging/systemd/*.slice \
        packaging/systemd/*.path usr/lib/systemd/system/
    lay 644 packaging/systemd/90-muster.preset usr/lib/systemd/system-preset/
    lay 644 packaging/systemd/muster.sysusers usr/lib/sysusers.d/muster.conf
    lay 644 packaging/systemd/muster.tmpfiles usr/lib/tmpfiles.d/muster.conf
    lay 644 packaging/catalog/muster.catalog usr/lib/systemd/catalog/
    lay 644 packaging/config/muster.yaml etc/muster/
    install -d "$tree"/etc/muster/{checks.d,muster.d,probes.d}
    lay_pages "$zsh"
    lay_documents "$doc"
    find "$tree" -exec touch -h -d "@$(epoch)" {} +
}

# Man pages and completions; ZSH is where zsh looks.
lay_pages() {
    local zsh=$1 page completions=usr/share/bash-completion/completions
    for page in "$share"/man/man1/*.1; do
        lay 644 "$page" usr/share/man/man1/
        gzip -9n "$tree/usr/share/man/man1/${page##*/}"
    done
    lay 644 "$share/bash-completion/completions/$name" $completions/
    # Its first line is one for programs that are run; this one is sourced.
    sed -i '1{/^#!/d}' "$tree/$completions/$name"
    lay 644 "$(find "$share/zsh" -name "_$name")" "$zsh/"
    lay 644 "$(find "$share/fish" -name "$name.fish")" usr/share/fish/vendor_completions.d/
}

lay_documents() {
    local doc=$1 part
    for part in explanation how-to reference tutorial; do
        lay 644 docs/$part/* "$doc/$part/"
    done
    lay 644 README.md CHANGELOG.md "$doc/"
    lay 644 checks/*.yaml "$doc/examples/checks/"
    lay 644 checks/plugins/* "$doc/examples/plugins/"
    lay 644 packaging/systemd/examples/* "$doc/examples/systemd/"
    for part in grafana htcondor nagios pilot prometheus slurm; do
        lay 644 packaging/contrib/$part/* "$doc/examples/$part/"
    done
}

# The day of everything in a package: SOURCE_DATE_EPOCH's, else the last commit's.
epoch() { printf '%s\n' "${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}"; }
