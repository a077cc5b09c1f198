# shellcheck shell=bash
# That the service's sandbox changes no fact: its report beside the same look by hand, by
# the observers' account and outside of any sandbox.

try_facts() {
    within 20 quiet || true
    node systemd-run --quiet --pipe --wait --collect -p User=muster-observer \
        -p Group=muster-observer -p WorkingDirectory=/ -p UMask=0077 \
        muster check --format json --vantage host --no-journal --except smoke \
        --site EXAMPLE-T2 --binds /mnt/silent/data,/run \
        >"$work/by-hand.json" 2>"$work/by-hand.log" ||
        (($? <= 3)) || say "muster check: $(cat "$work/by-hand.log")"
    last_report >"$work/reported.json"
    claim "facts are the same with and without the sandbox" same_facts
}

# A line for each section that differs, with its facts on either side.
same_facts() {
    node tar -C /var/lib/muster -c sections | tar -x -C "$work" &&
        /usr/bin/python3 -I - "$work" <<'END'
import hashlib, json, os, sys

folder = sys.argv[1]


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def read(name):
    with open(os.path.join(folder, name)) as file:
        return json.load(file)


def reported(digest):
    for name in os.listdir(folder + "/sections"):
        with open(f"{folder}/sections/{name}", "rb") as file:
            data = file.read()
        if hashlib.sha256(data).hexdigest() == digest:
            return json.loads(data)["facts"]
    return []


report, check = read("reported.json"), read("by-hand.json")
digests = report["sheet"]["sections"]
ours = {section["probe"]: section for section in check["facts"]["sections"]}
wrong = set(digests) ^ set(ours)
for probe in sorted(wrong):
    print(f"{probe}: only {'in the report' if probe in digests else 'by hand'}")
for probe in sorted(set(digests) & set(ours)):
    service = reported(digests[probe])
    if ours[probe]["facts"] == service:
        continue
    wrong.add(probe)
    print(f"{probe}: another order" if service else f"{probe}: not in the state's folder")
    here, there = ({canonical(fact) for fact in facts}
                   for facts in (ours[probe]["facts"], service))
    for fact in sorted(here - there):
        print(f"{probe}: by hand  {fact}")
    for fact in sorted(there - here):
        print(f"{probe}: service  {fact}")
print(f"{len(digests)} sections")
sys.exit(bool(wrong) or not digests)
END
}
