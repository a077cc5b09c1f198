internal import MusterModel

/// Writes the parts of a ``SiteDraft`` as YAML; what comes from the node is quoted.
struct DraftWriter {
    let name: String
    let date: CalendarDate
    let book: FactBook

    /// The limits of the baseline with the fact of the node that each is about.
    private static let limits: [(limit: String, fact: String)] = [
        ("cvmfs.cache", "cvmfs.cache.limit"), ("kernel.unprivileged", "kernel.release.version"),
        ("userns.limit", "userns.limit.user"), ("userns.net-limit", "userns.limit.net"),
    ]

    /// Everything above the checks.
    func head(from vantage: Vantage, including baseline: Profile?) -> String {
        var text = """
            # What \(name) asks of its nodes, begun from one node as it was on \(date)
            # (seen from a \(vantage.place.rawValue)). Read it, change it, then:
            #   muster checks lint FILE && muster checks test FILE
            # and put it into /etc/muster/checks.d/.
            format: muster-checks/1
            profile: \(name)
            title: \(Self.quoted("What \(name) asks"))
            dated: \(date)
            default: yes                # judged without being asked
            """ + "\n"
        guard let baseline else { return text }
        text += "includes: [\(baseline.id)]\n"
        text += "\n# Another limit counts for this profile alone, and every finding says so.\n"
        text += "#limits:\n"
        for (limit, fact) in Self.limits {
            guard let value = baseline.limits[limit]?.value, let seen = reading(fact) else {
                continue
            }
            text += "#  \(limit):                # \(baseline.id) asks \(value), "
            text += "here: \(Self.plain(seen))\n"
            text += "#    value: \(value)\n"
            text += "#    source: {text: \"where it is agreed\", date: \(date)}\n"
        }
        text += "\n# A check of the included profiles may weigh more here, or be left out.\n"
        text += "#levels:\n"
        text += "#  cvmfs.cache: {level: required, reason: \"why it weighs more\"}\n"
        text += "#without:\n#  - {check: userns.net, reason: \"why nobody asks it here\"}\n"
        return text
    }

    /// One way to start containers, as this node has it.
    func route() -> String {
        let works = reading("userns.attempt.works").map { $0.description } ?? "yes"
        return check(
            "route", "containers start as on the first node", level: "required",
            reason:
                "Our jobs run in containers; on the first node user namespaces came to \(works).",
            asked: """
                    require:
                      any:
                        - userns.attempt.works: {is: yes}
                        - some:
                            of: runtime.route
                            that:
                              runtime.route.mode: {is: setuid}
                              runtime.route.enabled: {is: yes}
                    remedy: "See muster explain userns.attempt; then dnf install apptainer."
                    examples:
                      - given: {userns.attempt.works: yes}
                        expect: pass
                      - given: {userns.attempt.works: no, runtime.routes.list: []}
                        expect: fail

                """)
    }

    /// The cache as large as here, where it has a limit.
    func cache() -> String {
        guard case .value(.bytes(let limit))? = book.look("cvmfs.cache.limit"), limit.count > 1
        else { return comment("cache", "no limit of the CVMFS cache was seen here") }
        return check(
            "cache", "the CVMFS cache is as large as on the first node", level: "advised",
            reason: "Nodes of one kind have one configuration.",
            asked: """
                    when: {cvmfs.client.installed: {is: yes}}
                    require:
                      cvmfs.cache.limit: {at least: \(limit.count) B}
                    remedy: >-
                      Set CVMFS_QUOTA_LIMIT in /etc/cvmfs/default.local, then cvmfs_config reload.
                    examples:
                      - given: {cvmfs.client.installed: yes, cvmfs.cache.limit: \(limit.count) B}
                        expect: pass
                      - given:
                          cvmfs.client.installed: yes
                          cvmfs.cache.limit: \(limit.count - 1) B
                        expect: warn

                """)
    }

    /// The repositories that are configured here.
    func repositories(atMost: Int) -> String {
        guard case .value(.list(let names))? = book.look("cvmfs.config.repositories"),
            let first = names.first
        else { return comment("repository", "no repository is configured here") }
        let one = Self.quoted(first)
        return check(
            "repository", "the repository is accessible", level: "advised",
            reason: "The first node has it configured.",
            asked: """
                    each:
                      kind: cvmfs.repository
                      in: [\(names.prefix(atMost).map(Self.quoted).joined(separator: ", "))]
                    require:
                      cvmfs.repository.accessible: {is: yes}
                    remedy: "cvmfs_config probe {subject} tells what is wrong."
                    examples:
                      - given: {cvmfs.repository: {\(one): {accessible: yes}}}
                        subject: \(one)
                        expect: pass
                      - given: {cvmfs.repository: {\(one): {accessible: no}}}
                        subject: \(one)
                        expect: warn

                """)
    }

    /// The folders that the queues bind.
    func binds(_ sources: [String]) -> String {
        guard let first = sources.first else {
            return comment("bind", "no --binds were given, so no folder is asked for")
        }
        let one = Self.quoted(first)
        return check(
            "bind", "the folder that our queues bind is there", level: "required",
            reason: "A missing one stops the container or is dropped without a word.",
            asked: """
                    each:
                      kind: binds.bind
                      in: [\(sources.map(Self.quoted).joined(separator: ", "))]
                    require:
                      binds.bind.exists: {is: yes}
                      binds.bind.readable: {is: yes}
                    remedy: "Mount {subject} on this node."
                    examples:
                      - given: {binds.bind: {\(one): {exists: yes, readable: yes}}}
                        subject: \(one)
                        expect: pass
                      - given: {binds.bind: {\(one): {exists: no}}}
                        subject: \(one)
                        expect: fail

                """)
    }

    private func check(
        _ word: String, _ title: String, level: String, reason: String, asked: String
    ) -> String {
        """

          - id: \(name).\(word)
            title: \(title)
            level: \(level)
            reason: \(Self.quoted(reason))
            source: {text: "our own node, muster checks new", date: \(date)}

        """ + asked
    }

    private func comment(_ word: String, _ why: String) -> String {
        "\n  # \(name).\(word): \(why)\n"
    }

    private func reading(_ fact: String) -> Reading? { book.look(fact) }

    /// One line of a comment.
    private static func plain(_ reading: Reading) -> String {
        String(reading.description.printable.prefix(80))
    }

    /// A YAML scalar in double quotes.
    private static func quoted(_ text: String) -> String {
        let inner = text.printable.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }
        return "\"\(inner.joined())\""
    }
}

extension FactBook {
    /// The reading of a fact about the node; nil for what is no fact's name.
    fileprivate func look(_ name: String) -> Reading? {
        FactName(name).map { fact(FactKey($0)).reading }
    }
}
