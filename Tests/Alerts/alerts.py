#!/usr/bin/python3
"""What rules, dashboard and document say of series, held against what programs tell.

usage: alerts.py named FILE ANSWER…        every series that a file names is told, with its labels
       alerts.py documented PAGE ANSWER…   every series that is told is in the page
       alerts.py tested RULES TESTS        every alert has a test in which it fires
       alerts.py dashboard FILE            the shape of the dashboard
       alerts.py expressions FILE          its expressions, as a file of rules (on standard output)
       alerts.py shown FILE SERVER         what its panels would show
"""
import json
import re
import sys
import urllib.parse
import urllib.request

# What a person chooses in the dashboard; the last is told beside the file.
CHOSEN = {"$profile": "baseline", "$site": ".*", "$collector": "127.0.0.1"}
# Panels that have nothing to show where nothing is wrong.
MAY_BE_EMPTY = {"Sites with most nodes that are not fresh", "Alerts that fire"}


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def told(paths):
    """Series that answers tell: name, then label, then values."""
    series = {}
    for line in "\n".join(map(text_of, paths)).splitlines():
        if line.startswith("# TYPE "):
            series.setdefault(line.split()[2], {})
    for line in "\n".join(map(text_of, paths)).splitlines():
        found = re.match(r"(\w+)(?:\{(.*)\})? \S+$", line)
        if found and found[1] in series:
            for label, value in re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', found[2] or ""):
                series[found[1]].setdefault(label, set()).add(value)
    return series


def named(path, *answers):
    series, text = told(answers), text_of(path)
    if path.endswith(".json"):
        text = "\n".join(queries(json.loads(text)))
    names = re.findall(r"\bmuster_\w+", text)
    if not names:
        yield f"{path}: names no series at all"
    for name in sorted(set(names)):
        # The page writes muster_fact_NAME for all of them.
        if name.endswith("_NAME"):
            if not any(one.startswith(name[: -len("NAME")]) for one in series):
                yield f"{path}: {name}: nothing tells such series"
        elif name not in series:
            yield f"{path}: {name}: nothing tells this series"
    # instance and job are Prometheus' own.
    for name, inside in re.findall(r"\b(muster_\w+)\{([^}]*)\}", text):
        labels = {"instance": None, "job": None} | series.get(name, {})
        for label, sign, value in re.findall(r'(\w+)(=~|=)["\']([^"\']*)["\']', inside):
            if label not in labels:
                yield f"{path}: {name}: no label {label}"
            elif label in ("standing", "state", "verdict", "outcome"):
                for word in value.split("|") if sign == "=~" else [value]:
                    if word not in labels[label]:
                        yield f'{path}: {name}: {label}="{word}" is never told'


def documented(page, *answers):
    rows = {}
    for line in text_of(page).splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 3 and re.fullmatch(r"`muster_\w+`", cells[0]):
            words = cells[1].split(", where")[0]
            rows[cells[0].strip("`")] = {word.strip() for word in words.split(",")} - {""}
    for name, labels in sorted(told(answers).items()):
        name = "muster_fact_NAME" if name.startswith("muster_fact_") else name
        if name not in rows:
            yield f"{page}: no row for {name}"
        elif not name.endswith("_NAME") and labels and set(labels) != rows[name]:
            yield f"{page}: {name}: {sorted(rows[name])}, told are {sorted(labels)}"


def tested(rules, tests):
    alerts = re.findall(r"- alert: (\w+)", text_of(rules))
    fires = re.findall(r"alertname: (\w+)\n\s+exp_alerts:\n", text_of(tests))
    for alert in sorted(set(alerts) - set(fires)):
        yield f"{tests}: {alert} fires in no test"
    if not alerts:
        yield f"{rules}: no alert at all"


def targets(dashboard):
    """Panels with their expressions as they are when somebody has chosen."""
    for panel in dashboard["panels"]:
        for target in panel.get("targets", []):
            expression = target["expr"]
            for variable, value in CHOSEN.items():
                expression = expression.replace(variable, value)
            yield panel, expression


def queries(dashboard):
    yield from (expression for _, expression in targets(dashboard))
    for variable in dashboard["templating"]["list"]:
        yield variable.get("definition", "")


def dashboard_shape(path):
    dashboard = json.loads(text_of(path))
    panels = dashboard["panels"]
    ids = [panel["id"] for panel in panels]
    if len(ids) != len(set(ids)):
        yield f"{path}: an id twice among {ids}"
    if dashboard["schemaVersion"] < 36 or dashboard["id"] is not None or not dashboard["uid"]:
        yield f"{path}: needed a schemaVersion from 36 on, no id, and a uid"
    variables = {variable["name"]: variable for variable in dashboard["templating"]["list"]}
    if variables.get("datasource", {}).get("type") != "datasource":
        yield f"{path}: no variable for the data source"
    taken = {}
    for panel in panels:
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                if x >= 24 or taken.setdefault((x, y), panel["id"]) != panel["id"]:
                    yield f"{path}: panel {panel['id']} lies on {taken.get((x, y))} or outside"
        if panel["type"] != "row":
            if not panel["targets"] or not panel["title"] or not panel["description"]:
                yield f"{path}: panel {panel['id']}: without title, description or target"
            for part in [panel, *panel["targets"]]:
                if part["datasource"]["uid"] != "${datasource}":
                    yield f"{path}: panel {panel['id']}: a data source of its own"
    # Those that begin with two lines are Grafana's own.
    for used in set(re.findall(r"\$\{?(?!__)(\w+)", text_of(path))) - set(variables):
        yield f"{path}: ${used} is no variable"
    for _, expression in targets(dashboard):
        if "$" in expression:
            yield f"{path}: {expression}: a variable that nobody chose"


def expressions(path):
    rules = [
        {"record": f"panel:{number}", "expr": expression}
        for number, (_, expression) in enumerate(targets(json.loads(text_of(path))))
    ]
    # JSON is YAML.
    json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, sys.stdout)
    return []


def ask(server, path, **words):
    address = f"{server}/api/v1/{path}?{urllib.parse.urlencode(words)}"
    with urllib.request.urlopen(address, timeout=10) as answer:
        return json.load(answer)["data"]


def shown(path, server):
    for group in ask(server, "rules")["groups"]:
        for rule in group["rules"]:
            if rule["health"] != "ok":
                yield f"{rule['name']}: {rule['health']}: {rule.get('lastError')}"
    collectors = ask(server, "query", query='up{job="muster-collector"}')["result"]
    CHOSEN["$collector"] = collectors[0]["metric"]["instance"]
    for panel, expression in targets(json.loads(text_of(path))):
        found = ask(server, "query", query=expression)["result"]
        if not found and panel["title"] not in MAY_BE_EMPTY:
            yield f"{panel['title']}: shows nothing: {expression}"


VERBS = {
    "named": named, "documented": documented, "tested": tested,
    "dashboard": dashboard_shape, "expressions": expressions, "shown": shown,
}

if __name__ == "__main__":
    mistakes = list(VERBS[sys.argv[1]](*sys.argv[2:]))
    print("\n".join(mistakes), end="\n" if mistakes else "")
    sys.exit(bool(mistakes))
