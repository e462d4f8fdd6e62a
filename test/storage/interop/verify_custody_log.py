"""Verifies one segment of a custody log, written from docs/formats/custody-log.md alone: Python's standard library and openssl.

Usage: verify_custody_log.py LOG.jsonl CHECKPOINT.note LOG-KEY.pem CASE-UUID STATION
Prints 'ok <size> <root>' or the first thing that is wrong, and exits 0 or 1.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile


class Wrong(Exception):
    pass


def sha256(data):
    return hashlib.sha256(data).digest()


def no_duplicates(pairs):
    if len({key for key, _ in pairs}) != len(pairs):
        raise Wrong("duplicate key")
    return dict(pairs)


def canonical(value):
    # RFC 8785 for what a log may hold: objects, arrays, strings, integers, booleans, null. Keys sort by UTF-16 code units.
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(item) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def root_of(leaves):
    if not leaves:
        return sha256(b"")
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + root_of(leaves[:split]) + root_of(leaves[split:]))


def verify(log, note, key_file, case, station):
    leaves, nonces, started, ended, highest = [], set(), {}, set(), 0
    for position, line in enumerate(log):
        text = line.decode("utf-8")
        entry = json.loads(text, object_pairs_hook=no_duplicates)
        if canonical(entry) != text:
            raise Wrong(f"line {position} is not canonical")
        if entry["seq"] != position:
            raise Wrong(f"line {position} says {entry['seq']}")
        if "withheld" in entry:
            leaves.append(bytes.fromhex(entry["withheld"].removeprefix("sha256:")))
            continue
        if entry["format"] != "custody-entry/v1" or entry["case"] != case or entry["station"] != station:
            raise Wrong(f"line {position} is of another log")
        if len(base64.b64decode(entry["nonce"], validate=True)) != 16 or entry["nonce"] in nonces:
            raise Wrong(f"line {position} has a bad nonce")
        nonces.add(entry["nonce"])
        leaves.append(sha256(b"\x00" + line))
        if entry["type"] == "capture.started":
            number = int(entry["exhibit"].removeprefix("E-"))
            if number != highest + 1:
                raise Wrong(f"line {position}: number {number} after {highest}")
            highest = number
            started[entry["exhibit"]] = entry["details"]["attempt"]
        elif entry["type"] in ("capture.sealed", "capture.failed", "capture.cancelled", "capture.interrupted"):
            if started.get(entry["exhibit"]) != entry["details"]["attempt"] or entry["exhibit"] in ended:
                raise Wrong(f"line {position} ends nothing")
            ended.add(entry["exhibit"])
    text, signatures = note.decode("utf-8").rsplit("\n\n", 1)
    text += "\n"
    origin, size, root, *rest = text.splitlines()
    if rest or not origin.startswith("pugmark."):
        raise Wrong("checkpoint has another form")
    if int(size) != len(leaves) or base64.b64decode(root, validate=True) != root_of(leaves):
        raise Wrong("checkpoint has another size or root")
    dash, name, encoded = signatures.rstrip("\n").split(" ")
    signature = base64.b64decode(encoded, validate=True)
    der = subprocess.run(
        ["openssl", "pkey", "-pubin", "-in", key_file, "-outform", "DER"], check=True, capture_output=True
    ).stdout
    if dash != "\u2014" or name != origin or signature[:4] != sha256(name.encode() + b"\n\x01" + der[-32:])[:4]:
        raise Wrong("checkpoint is signed by another key")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "text"), "wb") as file:
            file.write(text.encode("utf-8"))
        with open(os.path.join(folder, "signature"), "wb") as file:
            file.write(signature[4:])
        verdict = subprocess.run(
            ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", key_file, "-rawin"]
            + ["-in", os.path.join(folder, "text"), "-sigfile", os.path.join(folder, "signature")],
            capture_output=True,
        )
    if verdict.returncode != 0:
        raise Wrong("checkpoint signature is wrong")
    return f"ok {size} {root}"


def main():
    log_file, note_file, key_file, case, station = sys.argv[1:]
    with open(log_file, "rb") as file:
        log = file.read().split(b"\n")[:-1]
    with open(note_file, "rb") as file:
        note = file.read()
    try:
        print(verify(log, note, key_file, case, station))
    except (Wrong, KeyError, ValueError) as error:
        print(f"wrong: {error}")
        sys.exit(1)


main()
