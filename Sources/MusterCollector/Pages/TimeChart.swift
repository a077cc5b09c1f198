internal import MusterModel
internal import MusterReport

/// Amounts over time, stacked: what they are together is the upper edge.
struct TimeChart {
    /// One of the amounts.
    struct Series {
        /// The class of its colour, and its name.
        let name: String
        /// What it was in each span of time.
        let amounts: [Int64]
    }

    let title: String
    /// Seconds since 1970, rising: one more than there are amounts, each of which holds from
    /// one to the next.
    let moments: [Int64]
    /// From the ground up.
    let series: [Series]

    private static let (left, right, top, bottom): (Int64, Int64, Int64, Int64) = (70, 10, 8, 24)
    private static let (width, height): (Int64, Int64) = (720, 200)
    /// In tenths of a unit: whole numbers are short, and fine enough.
    private static let scale: Int64 = 10

    /// Nothing where there is no course yet: one moment is told by its numbers.
    func write(into writer: inout MarkupWriter) {
        guard moments.count > 1, let first = moments.first, let last = moments.last,
            first < last
        else { return }
        let spans = 0..<(moments.count - 1)
        let totals = spans.map { index in
            series.reduce(0) { $0 + $1.amounts[index] }
        }
        let most = max(1, totals.max() ?? 0)
        let words = series.map { "\($0.name) \(($0.amounts.last ?? 0).grouped)" }
            .joined(separator: ", ")
        writer.start("figure")
        writer.element("figcaption", title)
        writer.start(
            "svg",
            [
                "viewBox": "0 0 \(Self.width) \(Self.height)", "role": "img",
                "aria-label": "\(title); in the end \(words)",
            ])
        var ground = spans.map { _ in 0 as Int64 }
        for one in series where one.amounts.contains(where: { $0 > 0 }) {
            let edge = zip(ground, one.amounts).map { $0 + $1 }
            writer.start("path", ["class": one.name, "d": path(ground, edge, most)])
            writer.element("title", one.name)
            writer.end()
            ground = edge
        }
        axes(most, &writer)
        writer.end()
        legend(&writer)
        writer.end()
    }

    /// The area between two edges, in steps.
    private func path(_ ground: [Int64], _ edge: [Int64], _ most: Int64) -> String {
        var text = "M\(x(0)),\(y(ground[0], most))"
        for index in edge.indices {
            text += "V\(y(edge[index], most))H\(x(index + 1))"
        }
        for index in ground.indices.reversed() {
            text += "V\(y(ground[index], most))H\(x(index))"
        }
        return text + "Z"
    }

    private func x(_ index: Int) -> String {
        let span = moments[moments.count - 1] - moments[0]
        let width = (Self.width - Self.left - Self.right) * Self.scale
        return decimal(Self.left * Self.scale + (moments[index] - moments[0]) * width / span)
    }

    private func y(_ amount: Int64, _ most: Int64) -> String {
        let height = (Self.height - Self.top - Self.bottom) * Self.scale
        return decimal((Self.height - Self.bottom) * Self.scale - amount * height / most)
    }

    private func decimal(_ tenths: Int64) -> String {
        tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }

    private func axes(_ most: Int64, _ writer: inout MarkupWriter) {
        let ground = Self.height - Self.bottom
        func text(_ words: String, _ x: Int64, _ y: Int64, _ anchor: String) {
            writer.element(
                "text", ["x": "\(x)", "y": "\(y)", "text-anchor": anchor], words)
        }
        for (amount, height) in [(0 as Int64, ground), (most, Self.top)] {
            writer.element(
                "line",
                [
                    "x1": "\(Self.left)", "x2": "\(Self.width - Self.right)", "y1": "\(height)",
                    "y2": "\(height)",
                ])
            text(amount.grouped, Self.left - 6, min(height + 4, ground), "end")
        }
        let (first, last) = (moments[0], moments[moments.count - 1])
        let middle = first + (last - first) / 2
        let isLong = last - first > 3 * 86_400
        func label(_ moment: Int64) -> String {
            let time = UTCTime(secondsSince1970: moment)
            return isLong ? time.day.description : time.short
        }
        text(label(first), Self.left, Self.height - 6, "start")
        text(label(middle), (Self.left + Self.width - Self.right) / 2, Self.height - 6, "middle")
        text(label(last), Self.width - Self.right, Self.height - 6, "end")
    }

    private func legend(_ writer: inout MarkupWriter) {
        writer.start("ul", ["class": "legend"])
        for one in series where one.amounts.contains(where: { $0 > 0 }) {
            writer.element(
                "li", ["class": one.name], "\(one.name) \((one.amounts.last ?? 0).grouped)")
        }
        writer.end()
    }
}

extension Trend {
    /// The beginning of the first step, and the end of each.
    private var moments: [Int64] {
        points.first.map { [$0.at - step.hours * 3600] + points.map(\.at) } ?? []
    }

    /// Sites by how they stood.
    var sitesChart: TimeChart {
        TimeChart(
            title: "Sites by how they stood", moments: moments,
            series: Standing.allCases.map { standing in
                TimeChart.Series(
                    name: standing.rawValue,
                    amounts: points.map { $0.sites(standing: standing) })
            })
    }

    /// Cores of ready nodes, and the others.
    var coresChart: TimeChart {
        TimeChart(
            title: "Cores", moments: moments,
            series: [
                TimeChart.Series(name: "ready", amounts: points.map(\.coresReady)),
                TimeChart.Series(
                    name: "rest", amounts: points.map { max(0, $0.cores - $0.coresReady) }),
            ])
    }
}
