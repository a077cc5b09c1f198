internal import Glibc

/// This program once more, as a child of another part of it.
package enum OwnChild {
    /// Starts it, its input and output one socket, bound to the calling thread; what it has
    /// to say to a person goes where ours goes.
    /// - Returns: its pid, or the negative errno of the step that failed.
    package static func start(_ words: [String], talkingOver socket: Int32) -> pid_t {
        var order = ChildOrder(path: ChildOrder.ourselves, words: words)
        (order.input, order.output, order.errors) = (socket, socket, STDERR_FILENO)
        order.whenParentEnds = SIGKILL
        return order.start()
    }
}
