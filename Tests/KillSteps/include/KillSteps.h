#ifndef MUSTER_KILL_STEPS_H
#define MUSTER_KILL_STEPS_H

/// The steps of the service at which it can be made to die by SIGKILL.
enum muster_step {
    muster_step_write,
    muster_step_fsync,
    muster_step_rename,
    muster_step_send,
    muster_step_answer,
    muster_step_acknowledge,
    muster_step_unlink,
    muster_step_count
};

/// Dies at the `count`th time of a step from now on, before or after the call itself.
/// What was done is told by lines in the file at `witness`: `kept NAME`, `acked NAME` and
/// `died STEP`.
void muster_die_at(int step, int count, int after, const char *witness);

/// Whether time(2) jumps by up to ten years at every call.
void muster_jump(int jumps);

#endif
