internal import Glibc

/// Milliseconds of CLOCK_MONOTONIC; what every deadline is kept in.
struct Moment: Hashable, Sendable, Comparable {
    /// Since some time before the machine's start.
    let milliseconds: Int64

    /// Now.
    static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    static func < (left: Moment, right: Moment) -> Bool { left.milliseconds < right.milliseconds }

    static func + (moment: Moment, span: Int64) -> Moment {
        Moment(milliseconds: moment.milliseconds + span)
    }

    /// Milliseconds from `earlier` to here.
    static func - (later: Moment, earlier: Moment) -> Int64 {
        later.milliseconds - earlier.milliseconds
    }

    /// What poll(2) is to wait: at least 0, rounded so that the moment has come.
    var pollTimeout: Int32 { Int32(clamping: max(0, self - .now)) }
}
