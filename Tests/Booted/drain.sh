# shellcheck shell=bash
# Drains: off, then by a pinned profile, told through the agent's sandbox, done by root.

decided() { node cat /run/muster/drain/state | grep -qx "state=$1"; }

# rules DIGEST: a node that is not ready under the baseline is drained at once.
rules() {
    cat >"$root/etc/muster/drain.yaml" <<END
format: muster-drain/1
profiles:
  baseline: {sha256: $1, on: [unfit, undetermined, degraded], settle: 1}
program: /usr/local/sbin/drain-node
END
}

drain_program() {
    cat >"$root/usr/local/sbin/drain-node" <<'END'
#!/bin/sh
echo "$(id -un) $# $1 $MUSTER_PROFILES" >>/root/drains
END
    chmod 755 "$root/usr/local/sbin/drain-node"
}

# The program was run once, as root, with one word.
drained_once() { [[ $(cat "$root/root/drains") == "root 1 drain baseline" ]]; }

try_drain() {
    local pin
    claim "without rules nothing is told of drains" test -z "$(node ls /run/muster/drain)"
    claim "and root waits for nothing" test "$(shown muster-drain.path ActiveState)" = inactive
    pin=$(node muster checks list baseline | sed -n 's/^ *sha256 *//p')
    drain_program
    rules "$pin"
    claim "the rules are right" node muster agent --check-config
    claim "root waits for a decision once it is told to" \
        node systemctl enable --now muster-drain.path
    node systemctl reload muster-agent
    claim "a decision comes through the sandbox" within 30 decided drain
    claim "everybody may read it, the agent alone write" test \
        "$(node stat -c %U:%a /run/muster/drain /run/muster/drain/state | xargs)" = \
        "muster:755 muster:644"
    claim "a person reads of it" within 10 status "; drained for baseline"
    claim "the journal explains it" within 10 journal "This node is to take no more work" -x
    claim "root runs the program" within 20 drained_once
    within 20 quiet || true
    node systemctl restart muster-agent
    claim "a restart decides the same" within 30 decided drain
    claim "and repeats nothing" drained_once
    rules "${pin//[0-9a-f]/0}"
    node systemctl reload muster-agent
    claim "another profile decides nothing" within 30 journal "no drain by baseline: its digest is"
    claim "what is drained stays so" decided drain
    claim "and is not released" drained_once
    node systemctl disable --now muster-drain.path
    rm "$root/etc/muster/drain.yaml"
    node systemctl reload muster-agent
    claim "without rules the notice goes" within 30 node test ! -e /run/muster/drain/state
    within 20 quiet || true
}
