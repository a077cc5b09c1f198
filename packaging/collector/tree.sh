# shellcheck shell=bash
# The files of the collector's packages. Sourced after packaging/package.sh.

# lay_collector TREE ZSH: everything but what dpkg or rpm keeps; ZSH is where zsh looks.
lay_collector() {
    local doc=usr/share/doc/muster-collector
    tree=$1
    rm -rf "$tree"
    lay 755 "$program" usr/bin/muster-collector
    "${STRIP:-strip}" "$tree/usr/bin/muster-collector"
    lay 644 packaging/collector/muster-collector.service usr/lib/systemd/system/
    lay 644 packaging/collector/90-muster-collector.preset usr/lib/systemd/system-preset/
    lay 644 packaging/collector/muster-collector.sysusers \
        usr/lib/sysusers.d/muster-collector.conf
    lay 644 packaging/collector/collector.yaml etc/muster-collector/
    install -d "$tree"/etc/muster-collector/{checks.d,waivers.d}
    lay_pages "$2"
    lay 644 docs/reference/{collector,muster-collector,wire,api,report,metrics}.md \
        docs/reference/{report,what-if}.schema.json "$doc/reference/"
    lay 644 docs/tutorial/task-force.md "$doc/tutorial/"
    lay 644 packaging/contrib/prometheus/{prometheus,muster.rules,muster.rules.test}.yml \
        "$doc/examples/prometheus/"
    lay 644 packaging/contrib/grafana/* "$doc/examples/grafana/"
    lay 644 README.md CHANGELOG.md "$doc/"
    find "$tree" -exec touch -h -d "@$(epoch)" {} +
}
