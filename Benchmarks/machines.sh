# shellcheck shell=bash
# Machines of which fleets are made. Sourced; needs $muster and $work.

# What muster check --format json tells of five machines that were recorded.
templates() {
    local machine
    for machine in el9-apptainer-unprivileged el8-apptainer el9-cvmfs-only debian-12 \
        ubuntu-2404-apparmor; do
        "$muster" check --no-journal --site X --root "Tests/Fixtures/$machine" --format json \
            >"$work/$machine.json" 2>/dev/null || (($? <= 3))
    done
}
