# shellcheck shell=bash
# The collector, the nodes and the questions of Tests/Sites/run.

readonly site_port=18743

# An authority in a folder as IGTF lays it out; the collector's certificate, and b1's.
certificates() {
    local name host
    mkdir -p "$work/authorities"
    (
        cd "$work"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 \
            -subj "/CN=Authority of a test" -keyout ca.key -out authorities/ca.pem
        for name in collector b1; do
            host=localhost
            [[ $name == collector ]] || host=$name.site-b.example.org
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
                -subj "/CN=$name" -keyout $name.key -out $name.csr
            openssl x509 -req -in $name.csr -CA authorities/ca.pem -CAkey ca.key \
                -CAcreateserial -days 2 -extfile <(echo "subjectAltName=DNS:$host") -out $name.pem
        done
    ) >"$work/log" 2>&1 || give_up 1 "openssl: $(tail -n 3 "$work/log")"
}

collector_begin() {
    mkdir -p "$work/config/checks.d"
    cat >"$work/config/collector.yaml" <<END
format: muster-collector/1
listen: "localhost:$site_port"
tls: {certificate: $work/collector.pem, key: $work/collector.key}
identity:
  client_ca: $work/authorities
  hosts: [{hosts: "*.site-b.example.org", site: SITE-B}]
standing: {fresh_for: 20 s, silent_after: 40 s}
END
    cp Tests/Sites/profile.yaml "$work/config/checks.d/test.yaml"
    cat >"$work/sites.yaml" <<END
format: muster-sites/1
sites:
  - {name: SITE-A, tier: 2, nodes: {count: 2, date: 2026-11-01, source: a test}}
  - {name: SITE-B, tier: 2, nodes: {count: 1, date: 2026-11-01, source: a test}}
END
    cat >"$work/queues.json" <<END
{"B": {"name": "B", "gocname": "SITE-B", "vo_name": "atlas", "state": "ACTIVE",
  "container_type": "singularity:pilot", "container_options": "-B /mnt/data"}}
END
    "$collector" serve --config "$work/config" --store "$work/store" >"$work/collector.log" 2>&1 &
    collector_pid=$!
}

collector_end() {
    kill -TERM "$collector_pid"
    wait "$collector_pid"
}

listens() { ask /readyz; }

# ask PATH [TOKEN]: whether the answer is what was asked for.
ask() {
    local words=()
    [[ -z ${2-} ]] || words=(-H "Authorization: Bearer $2")
    curl -fsS --max-time 10 --cacert "$work/authorities/ca.pem" "${words[@]}" \
        -o "$work/answer" "https://localhost:$site_port$1"
}

# A command of the collector over its store, at work.
collect() {
    local words=("$@" --store "$work/store")
    "$collector" "${words[@]}"
}

# collect_says COUNT TEXT COMMAND…: so many lines have the text.
collect_says() {
    local count=$1 text=$2
    shift 2
    [[ $(collect "$@" | grep -cF "$text") -eq $count ]]
}

# report_says COUNT STANDING [TOKEN]: so many sites stand so in the report, asked for by name.
report_says() {
    local words=()
    if [[ -n ${3-} ]]; then
        (umask 077 && printf '%s\n' "$3" >"$work/reader")
        words=(--token "$work/reader")
    fi
    "$collector" report --profile test --format csv --url "https://localhost:$site_port" \
        --authority "$work/authorities/ca.pem" "${words[@]}" >"$work/table" || return
    [[ $(grep -c "^\"[^\"]*\",\"test\",.*,\"$2\"," "$work/table") -eq $1 ]]
}

# Another one on the same port ends at once, and says why.
is_deaf() {
    local code=0
    timeout 20 "$collector" serve --quickstart --config "$work/none" --store "$work/second" \
        --listen "localhost:$site_port" >"$work/deaf" 2>&1 || code=$?
    [[ $code -eq 71 ]] && grep -q 'cannot listen' "$work/deaf"
}

# node_begin NAME [again]: its agent, on a machine that is this one but for what is the
# node's own: its name, a bind directory, CVMFS' settings, its limit of user namespaces.
node_begin() {
    local name=$1 files=$work/$1
    mkdir -p "$files/state" "$files/cvmfs" "$files/bind"
    [[ $name == b1 ]] || mkdir -p "$files/bind/data"
    if [[ -z ${2-} ]]; then
        echo "CVMFS_QUOTA_LIMIT=$([[ $name == a2 ]] && echo 1000 || echo 50000)" \
            >"$files/cvmfs/default.local"
        node_configure "$name" >"$files/muster.yaml"
    fi
    # shellcheck disable=SC2016 # for the other shell
    unshare --mount --uts -- bash -c '
        name=$1 files=$2 muster=$3
        set -e
        hostname "$name"
        mount --make-rprivate /
        mount -t tmpfs tmpfs /media && mkdir /media/{up,work}
        mount -t overlay overlay /etc -o lowerdir=/etc,upperdir=/media/up,workdir=/media/work
        mkdir -p /etc/cvmfs && mount --bind "$files/cvmfs" /etc/cvmfs
        mount --bind "$files/bind" /mnt
        exec unshare --user --map-root-user -- bash -c '\''
            [[ $1 != a1 ]] || echo 0 >/proc/sys/user/max_user_namespaces
            exec "$3" agent --observe-here --config "$2/muster.yaml" \
                --state "$2/state" --drains "$2/drains"'\'' _ "$@"' \
        _ "$name" "$files" "$muster" >"$files/log" 2>&1 &
    echo $! >"$files/pid"
}

node_configure() {
    echo "format: muster-agent/1"
    echo "site: SOMEWHERE-ELSE"
    echo "binds: [/mnt/data]"
    echo "collector:"
    echo "  urls: [\"https://localhost:$site_port/api/v1/reports\"]"
    echo "  ca: $work/authorities/ca.pem"
    if [[ $1 == b1 ]]; then
        echo "  certificate: $work/b1.pem"
        echo "  key: $work/b1.key"
    else
        echo "  token: $work/join"
    fi
}

node_end() {
    kill -TERM "$(<"$work/$1/pid")"
    within 10 fails kill -0 "$(<"$work/$1/pid")" 2>/dev/null
}

inside_node() {
    nsenter --target "$(<"$work/$1/pid")" "$2" --preserve-credentials -- "${@:3}"
}

# The name of a node at its site.
named() { if [[ $1 == b1 ]]; then echo b1.site-b.example.org; else echo "$1"; fi; }

nodes_of() { collect nodes list "$1" --profile test "${@:2}" 2>/dev/null | tail -n +2; }

counted() {
    [[ $(nodes_of SITE-A | wc -l) -eq $1 && $(nodes_of SITE-B | wc -l) -eq $2 ]]
}

# opens SITE CHECK NODE: the check is open on that node alone.
opens() { [[ $(nodes_of "$1" --check "$2" | awk '{ print $1 }') == "$(named "$3")" ]]; }

stands() { collect sites list --site "$1" --profile test | tail -n +2 | grep -qw -- " $2 "; }

node_is() { nodes_of "$1" | awk -v n="$(named "$2")" '$1 == n { print $2 }' | grep -qx "$3"; }

fresh_is() { nodes_of "$1" | awk -v n="$(named "$2")" '$1 == n { print $3 }' | grep -qx "$3"; }

says_why() { collect sites show "$1" | grep -qF "$2"; }

# history_has SITE STANDING…: it stood so one after the other.
history_has() {
    local site=$1 word
    shift
    ask "/api/v1/sites/$site/history?limit=1000" "$reader" || return
    python3 -I - "$work/answer" "$@" <<'END'
import json, sys
rows = json.load(open(sys.argv[1]))["transitions"]
stood = [row["after"] for row in reversed(rows)
         if row["kind"] == "standing" and row["profile"] == "test"]
wanted = iter(stood)
sys.exit(0 if all(word in wanted for word in sys.argv[2:]) else str(stood))
END
}
