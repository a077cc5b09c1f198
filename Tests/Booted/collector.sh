# shellcheck shell=bash
# The collector's double on the node's loopback, and a node that reports to it. Sourced
# after node.sh.

collected=${collected-${work-}/collected}
readonly collector_port=8443

# An authority, the collector's certificate, and the node's own.
collector_certificates() {
    local name
    (
        cd "$work"
        openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc -days 2 \
            -subj "/CN=Authority of a test" -keyout ca.key -out ca.pem
        for name in collector node; do
            openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -noenc \
                -subj "/CN=$name" -keyout $name.key -out $name.csr
            openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 \
                -extfile <(echo "subjectAltName=IP:127.0.0.1") -out $name.pem
        done
    ) >"$work/log" 2>&1 || give_up 1 "openssl: $(tail -n 3 "$work/log")"
}

# It runs outside of the node, in its network alone, and wants the node's certificate.
collector_start() {
    mkdir -p "$collected"
    rm -f "$collected/port"
    nsenter --target "$leader" --net -- /usr/bin/python3 -I Tests/CollectorDouble/collector.py \
        "$collected" --port "$collector_port" --cert "$work/collector.pem" \
        --key "$work/collector.key" --client-ca "$work/ca.pem" 2>"$work/collector.log" &
    collector=$!
    within 10 test -e "$collected/port" || give_up 1 "collector: $(cat "$work/collector.log")"
}

collector_stop() {
    kill "$collector"
    wait "$collector" 2>/dev/null || true
}

# The node's certificate reaches the agent as the example of the package says.
collector_configure() {
    install -D -m 644 "$work/node.pem" "$root/etc/grid-security/hostcert.pem"
    install -D -m 400 "$work/node.key" "$root/etc/grid-security/hostkey.pem"
    install -D -m 644 "$work/ca.pem" "$root/etc/muster/collector-ca.pem"
    install -D -m 644 packaging/systemd/examples/host-certificate.conf \
        "$root/etc/systemd/system/muster-agent.service.d/host-certificate.conf"
    cat >"$root/etc/muster/muster.d/collector.yaml" <<END
format: muster-agent/1
site: EXAMPLE-T2
collector:
  urls: ["https://127.0.0.1:$collector_port/collect"]
  ca: /etc/muster/collector-ca.pem
  certificate: /run/credentials/muster-agent.service/hostcert.pem
  key: /run/credentials/muster-agent.service/hostkey.pem
END
    node systemctl daemon-reload
}

# The numbers that the collector keeps, in the order in which they came.
numbers() { awk '{ print $2 }' "$collected/stored" 2>/dev/null; }

# How many reports it has.
arrived() { numbers | wc -l; }

more_than() { (($(arrived) > $1)); }

# The body of the last report that was delivered, and a part of it: jq's words are Python's.
last_report() {
    python3 -I - "$collected/body" <<'END'
import base64, json, sys
with open(sys.argv[1], "rb") as file:
    envelopes = json.load(file)["envelopes"]
newest = max(envelopes, key=lambda envelope: envelope["id"]["sequence"])
sys.stdout.write(base64.b64decode(newest["body"]).decode())
END
}
