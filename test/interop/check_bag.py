"""Checks a bag by RFC 8493, with Python's standard library alone and nothing of Pugmark.

    python3 check_bag.py <folder of the bag, or a ZIP file with one bag in it>

Prints one JSON object {"valid": bool, "errors": [...], "files": n, "bytes": n}; ends with 0 when the bag is valid and complete, else 1.
"""

import hashlib
import json
import os
import re
import sys
import tempfile
import zipfile


def parse_manifest(text, errors, name):
    listed = {}
    for number, line in enumerate(text.split("\n"), 1):
        if line == "":
            continue
        match = re.fullmatch(r"([0-9a-fA-F]+)[ \t]+(.+)", line)
        if match is None:
            errors.append(f"{name}:{number}: malformed line")
            continue
        path = match[2].replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
        if path.startswith("/") or path.startswith("~") or ".." in path.split("/") or "\\" in path:
            errors.append(f"{name}:{number}: unsafe path")
        if path in listed:
            errors.append(f"{name}:{number}: {path} is listed twice")
        listed[path] = match[1].lower()
    return listed


def digest(path, algorithm):
    running = hashlib.new(algorithm)
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            running.update(block)
    return running.hexdigest()


def files_below(folder):
    for parent, _, names in os.walk(folder):
        for name in names:
            yield os.path.relpath(os.path.join(parent, name), folder).replace(os.sep, "/")


def check(bag):
    errors = []
    declaration = open(os.path.join(bag, "bagit.txt"), encoding="utf-8", newline="").read()
    if re.fullmatch(r"BagIt-Version: 1\.0\r?\nTag-File-Character-Encoding: UTF-8\r?\n?", declaration) is None:
        errors.append("bagit.txt: not the declaration of BagIt 1.0")
    present = set(files_below(bag))
    payload = {path for path in present if path.startswith("data/")}
    algorithms = sorted(m[1] for path in present if (m := re.fullmatch(r"manifest-([a-z0-9]+)\.txt", path)))
    if not algorithms:
        errors.append("no payload manifest")
    for kind, expected in (("manifest", payload), ("tagmanifest", None)):
        for algorithm in algorithms:
            name = f"{kind}-{algorithm}.txt"
            if name not in present:
                if kind == "manifest":
                    errors.append(f"{name}: missing")
                continue
            listed = parse_manifest(open(os.path.join(bag, name), encoding="utf-8", newline="").read(), errors, name)
            if expected is not None and set(listed) != expected:
                errors.extend(f"{name}: lists {path}, which is not there" for path in sorted(set(listed) - expected))
                errors.extend(f"{name}: does not list {path}" for path in sorted(expected - set(listed)))
            if expected is None:
                required = present & ({"bagit.txt", "bag-info.txt"} | {f"manifest-{other}.txt" for other in algorithms})
                errors.extend(f"{name}: does not list {path}" for path in sorted(required - set(listed)))
            for path, value in listed.items():
                if path in present and digest(os.path.join(bag, path), algorithm) != value:
                    errors.append(f"{name}: {path} has other bytes")
    sizes = [os.path.getsize(os.path.join(bag, path)) for path in payload]
    info_path = os.path.join(bag, "bag-info.txt")
    info = open(info_path, encoding="utf-8").read() if os.path.exists(info_path) else ""
    oxum = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", info, re.MULTILINE)
    # Optional in RFC 8493; when it stands there it has to be right.
    if oxum is not None and (int(oxum[1]), int(oxum[2])) != (sum(sizes), len(sizes)):
        errors.append("bag-info.txt: Payload-Oxum is not that of the payload")
    return {"valid": not errors, "errors": errors, "files": len(sizes), "bytes": sum(sizes)}


def main(argument):
    if os.path.isdir(argument):
        return check(argument)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(argument) as archive:
        bad = archive.testzip()
        if bad is not None:
            return {"valid": False, "errors": [f"{bad}: CRC-32 differs"], "files": 0, "bytes": 0}
        archive.extractall(folder)
        tops = os.listdir(folder)
        if len(tops) != 1:
            return {"valid": False, "errors": ["the ZIP file does not hold exactly one folder"], "files": 0, "bytes": 0}
        return check(os.path.join(folder, tops[0]))


if __name__ == "__main__":
    result = main(sys.argv[1])
    print(json.dumps(result))
    sys.exit(0 if result["valid"] else 1)
