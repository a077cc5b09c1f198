# shellcheck shell=bash
# That the service's sandbox changes no fact: its report beside the same look by hand, by
# the observers' account and outside of any sandbox. What that account may not see, root
# sees for it, by hand as in the service.

try_facts() {
    within 20 quiet || true
    by_hand muster-observer --except smoke >"$work/by-hand.json"
    by_hand root --only overlay,isolation --as muster-observer >"$work/by-root.json"
    last_report >"$work/reported.json"
    claim "facts are the same with and without the sandbox" same_facts
}

# by_hand ACCOUNT [OPTION…]: the look that the service makes, in no unit of ours.
by_hand() {
    local account=$1
    shift
    node systemd-run --quiet --pipe --wait --collect -p User="$account" \
        -p Group="$account" -p WorkingDirectory=/ -p UMask=0077 \
        muster check --format json --vantage host --no-journal "$@" \
        --site EXAMPLE-T2 --binds /mnt/silent/data,/run 2>"$work/by-hand.log" ||
        (($? <= 3)) || say "muster check: $(cat "$work/by-hand.log")"
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


def name(fact):
    return fact["name"], fact.get("subject")


report, check, root = (read(f"{name}.json") for name in ("reported", "by-hand", "by-root"))
digests = report["sheet"]["sections"]
roots = {name(fact): fact for section in root["facts"]["sections"] for fact in section["facts"]}
filled = 0
for section in check["facts"]["sections"]:
    for place, fact in enumerate(section["facts"]):
        if fact.get("missing") == "forbidden" and name(fact) in roots:
            section["facts"][place] = roots[name(fact)]
            filled += 1
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
print(f"{len(digests)} sections, {filled} facts by root")
sys.exit(bool(wrong) or not digests or not filled)
END
}
