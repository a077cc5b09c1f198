internal import MusterModel
internal import MusterReport

extension MarkupWriter {
    /// A whole page.
    static func page(
        _ title: String, _ body: (inout MarkupWriter) -> Void
    ) -> [UInt8] {
        let text = document("\(title) · Muster", style: PageStyle.text) { _ in
        } body: { writer in
            writer.element("a", ["class": "skip", "href": "#main"], "Skip to the content")
            writer.start("header", ["class": "bar"])
            writer.element("a", ["class": "home", "href": "/"], "Muster")
            writer.start("nav", ["aria-label": "Pages"])
            for (name, address) in [
                ("Sites", "/"), ("Checks", "/checks"), ("Profiles", "/profiles"),
                ("Report", "/report"), ("History", "/history"), ("What if", "/what-if"),
                ("API", "/api/v1/openapi.json"),
            ] {
                writer.element("a", ["href": address], name)
            }
            writer.end()
            writer.end()
            writer.start("main", ["id": "main"])
            body(&writer)
            writer.end()
        }
        return Array(text.utf8)
    }

    /// A whole HTML document.
    static func document(
        _ title: String, style: String, head: (inout MarkupWriter) -> Void,
        body: (inout MarkupWriter) -> Void
    ) -> String {
        var writer = MarkupWriter(.html, prologue: "<!DOCTYPE html>\n")
        writer.start("html", ["lang": "en"])
        writer.start("head")
        writer.void("meta", ["charset": "utf-8"])
        head(&writer)
        writer.void(
            "meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        writer.void("meta", ["name": "color-scheme", "content": "light dark"])
        writer.element("title", title)
        writer.style(style)
        writer.end()
        writer.start("body")
        body(&writer)
        writer.end()
        writer.end()
        return writer.text
    }

    /// A table that scrolls by itself where the window is narrow.
    mutating func table(
        _ name: String, _ columns: [(title: String, isNumber: Bool)],
        _ rows: (inout MarkupWriter) -> Void
    ) {
        start("div", ["class": "scroll", "role": "region", "aria-label": name, "tabindex": "0"])
        start("table")
        start("thead")
        start("tr")
        for column in columns {
            element(
                "th", ["scope": "col", "class": column.isNumber ? "number" : "text"],
                column.title)
        }
        end()
        end()
        start("tbody")
        rows(&self)
        end()
        end()
        end()
    }

    /// A row whose first cell leads somewhere.
    mutating func row(
        _ title: String, _ address: String, _ cells: (inout MarkupWriter) -> Void
    ) {
        start("tr")
        start("th", ["scope": "row"])
        element("a", ["href": address], title)
        end()
        cells(&self)
        end()
    }

    /// A cell with a number.
    mutating func number(_ number: Int64) {
        element("td", ["class": "number"], number.grouped)
    }

    /// A cell with a word that has a colour of its own.
    mutating func word(_ word: String) { element("td", ["class": "tag \(word)"], word) }

    /// A cell with a moment.
    mutating func moment(_ milliseconds: Int64) {
        element("td", UTCTime(secondsSince1970: milliseconds / 1000).short)
    }

    /// Names and what belongs to them.
    mutating func facts(_ facts: [(String, String?)]) {
        let said = facts.compactMap { name, text in
            text.flatMap { $0.isEmpty ? nil : (name, $0) }
        }
        if said.isEmpty { return }
        start("dl")
        for (name, text) in said {
            element("dt", name)
            element("dd", text)
        }
        end()
    }

    /// One of several views, as links.
    mutating func tabs(
        _ label: String, _ names: [String], _ current: String?, _ address: (String) -> String
    ) {
        start("nav", ["aria-label": label])
        start("ul", ["class": "tabs"])
        for name in names {
            start("li")
            if name == current {
                element("a", ["href": address(name), "aria-current": "page"], name)
            } else {
                element("a", ["href": address(name)], name)
            }
            end()
        }
        end()
        end()
    }

    /// Where one is in a long list, with the ways to the next and the last part.
    mutating func pager(
        _ offset: Int, _ limit: Int, of total: Int64, _ address: (Int) -> String
    ) {
        if total <= Int64(limit), offset == 0 { return }
        start("nav", ["aria-label": "Parts of the list"])
        let last = min(Int64(offset + limit), total)
        let first = min(Int64(offset) + 1, total)
        words("\(first.grouped) to \(last.grouped) of \(total.grouped) ")
        if offset > 0 {
            element("a", ["href": address(max(0, offset - limit)), "rel": "prev"], "previous")
        }
        if last < total {
            element("a", ["href": address(offset + limit), "rel": "next"], "next")
        }
        end()
    }

    /// A field to choose from.
    mutating func choice(
        _ label: String, _ name: String, _ values: [String], _ current: String?
    ) {
        if values.isEmpty { return }
        start("label")
        words(label)
        start("select", ["name": name])
        element("option", ["value": ""], "any")
        for value in values {
            if value == current {
                element("option", ["value": value, "selected": "selected"], value)
            } else {
                element("option", ["value": value], value)
            }
        }
        end()
        end()
    }

    /// A field for part of a name.
    mutating func searchField(_ label: String, _ value: String) {
        start("label")
        words(label)
        void("input", ["type": "search", "name": "search", "value": value, "maxlength": "64"])
        end()
    }
}

extension Int64 {
    /// `1,234,567`.
    var grouped: String {
        let digits = Array(String(magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text += "," }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + text
    }
}

extension UTCTime {
    /// `2026-11-27 08:15`.
    var short: String { String(description.prefix(16).replacing("T", with: " ")) }
}
