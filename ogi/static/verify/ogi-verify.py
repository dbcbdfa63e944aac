#!/usr/bin/env python3
"""Check, without the system that made them, what a township's publish log proves.

    python3 ogi-verify.py proof FILE.json      a posting's proof, downloaded from its page
    python3 ogi-verify.py log FILE.jsonl CHECKPOINT…   a whole log against checkpoints kept
    python3 ogi-verify.py grown FILE.json      that a log only grew between two checkpoints
    python3 ogi-verify.py witness FILE         be a witness: compare a checkpoint, or the proof of
                growth, just downloaded with what was seen before, and remember it
    python3 ogi-verify.py compare OLD.jsonl NEW.jsonl   two copies of a log: names what changed

    --key KEY       the township's public key as printed on its board; without it the key inside
                    the file is used, which shows that the file agrees with itself, not who made it
    --witness KEY   the district's key: its signature has to stand under the checkpoint too
    --seen FOLDER   where `witness` remembers what it saw (ogi-seen)

Exit status: 0 it holds, 1 it does not, 2 the file cannot be read. Needs Python 3 alone.
Formats: RFC 6962 Merkle tree, C2SP signed note and checkpoint, Ed25519 (RFC 8032).
"""

import base64
import datetime as dt
import hashlib
import json
import os
import pathlib
import sys

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, FIELD - 2, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)
BASE_Y = 4 * pow(5, FIELD - 2, FIELD) % FIELD


class Wrong(Exception):
    """Something that is claimed does not hold."""


# ------------------------------------------------------------------ Ed25519, RFC 8032 §5.1


def find_x(y, sign):
    """Return the x of a point with this y, or None."""
    if y >= FIELD:
        return None
    square = (y * y - 1) * pow(CURVE * y * y + 1, FIELD - 2, FIELD) % FIELD
    x = pow(square, (FIELD + 3) // 8, FIELD)
    if (x * x - square) % FIELD:
        x = x * ROOT_OF_MINUS_ONE % FIELD
    if (x * x - square) % FIELD or (x == 0 and sign):
        return None
    return FIELD - x if x & 1 != sign else x


def decode_point(raw):
    """Return a point in extended coordinates, or None."""
    number = int.from_bytes(raw, "little")
    y, sign = number & (2**255 - 1), number >> 255
    x = find_x(y, sign)
    return None if x is None else (x, y, 1, x * y % FIELD)


def add(p, q):
    """Add two points."""
    a = (p[1] - p[0]) * (q[1] - q[0]) % FIELD
    b = (p[1] + p[0]) * (q[1] + q[0]) % FIELD
    c = 2 * p[3] * q[3] * CURVE % FIELD
    d = 2 * p[2] * q[2] % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD


def times(number, point):
    """Multiply a point."""
    made = (0, 1, 1, 0)
    while number:
        if number & 1:
            made = add(made, point)
        point = add(point, point)
        number >>= 1
    return made


def is_same(p, q):
    """Compare two points."""
    return not (p[0] * q[2] - q[0] * p[2]) % FIELD and not (p[1] * q[2] - q[1] * p[2]) % FIELD


def is_signed(public, message, signature):
    """Tell whether the key signed the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, point = decode_point(public), decode_point(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or point is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    base_x = find_x(BASE_Y, 0)
    base = (base_x, BASE_Y, 1, base_x * BASE_Y % FIELD)
    left = times(scalar, base)
    right = add(point, times(int.from_bytes(digest, "little") % ORDER, key))
    return is_same(left, right)


# ------------------------------------------------------------------ notes and checkpoints


def unpack(text):
    """Read base64 that is written in the usual way."""
    raw = base64.b64decode(text, validate=True)
    if base64.b64encode(raw).decode() != text:
        raise Wrong("a part in base64 is written in an unusual way")
    return raw


def open_key(line, kind):
    """Return (name, key id, public key) of a key's line; raises Wrong."""
    name, key_id, packed = line.strip().split("+", 2)
    raw = unpack(packed)
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != kind or expected.hex() != key_id:
        raise Wrong("the key's line contradicts itself")
    return name, expected, raw[1:]


def signatures(note, name, key_id):
    """Yield the signatures that a key's owner put under a note."""
    _, gap, tail = note.rpartition("\n\n")
    for line in tail.split("\n"):
        parts = line.split(" ")
        if gap and len(parts) == 3 and parts[0] == "\u2014" and parts[1] == name:
            signature = unpack(parts[2])
            if signature[:4] == key_id:
                yield signature[4:]


def witnessed_at(note, key):
    """Return the second at which a witness cosigned a checkpoint; raises Wrong."""
    name, key_id, public = open_key(key, b"\x04")
    text = note.rpartition("\n\n")[0] + "\n"
    for signature in signatures(note, name, key_id):
        seconds = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {seconds}\n{text}"
        if is_signed(public, message.encode(), signature[8:]):
            return seconds
    raise Wrong("the checkpoint is not signed by this witness")


def open_checkpoint(note, key, witness=None):
    """Return (size, root) of a checkpoint signed by the key, and the witness; raises Wrong."""
    name, key_id, public = open_key(key, b"\x01")
    text = note.rpartition("\n\n")[0] + "\n"
    if not any(is_signed(public, text.encode(), one) for one in signatures(note, name, key_id)):
        raise Wrong("the checkpoint is not signed by this key")
    if witness:
        witnessed_at(note, witness)
    lines = text.split("\n")
    if lines[0] != name:
        raise Wrong("the checkpoint belongs to another log")
    return int(lines[1]), unpack(lines[2])


# ------------------------------------------------------------------ the tree, RFC 9162 §2.1


def leaf_hash(body):
    """Return an entry's leaf."""
    return hashlib.sha256(b"\x00" + body.encode()).digest()


def node_hash(left, right):
    """Return an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves):
    """Return the root over leaves."""
    peaks = []
    for leaf in leaves:
        size, root = 1, leaf
        while peaks and peaks[-1][0] == size:
            root = node_hash(peaks.pop()[1], root)
            size *= 2
        peaks.append((size, root))
    if not peaks:
        return hashlib.sha256(b"").digest()
    root = peaks.pop()[1]
    while peaks:
        root = node_hash(peaks.pop()[1], root)
    return root


def sides(path, node, last):
    """Yield each part of a path with whether it stands to the left."""
    for part in path:
        if last == 0:
            raise Wrong("the path is too long")
        on_left = bool(node & 1) or node == last
        while on_left and node and not node & 1:
            node, last = node >> 1, last >> 1
        yield part, on_left
        node, last = node >> 1, last >> 1
    if last:
        raise Wrong("the path is too short")


def check_inclusion(leaf, position, size, path, root):
    """Raise Wrong unless the entry is in the log."""
    if not 0 <= position < size:
        raise Wrong("the entry lies outside the log")
    made = leaf
    for part, on_left in sides(path, position, size - 1):
        made = node_hash(part, made) if on_left else node_hash(made, part)
    if made != root:
        raise Wrong("the entry is not in the log that was signed")


def check_growth(old_size, old_root, size, root, path):
    """Raise Wrong unless the log only grew."""
    if old_size > size:
        raise Wrong("the log became shorter")
    if old_size in (0, size):
        empty = hashlib.sha256(b"").digest()
        if path or old_root != (root if old_size else empty):
            raise Wrong("the log was rewritten")
        return
    parts = ([old_root] if old_size & (old_size - 1) == 0 else []) + path
    if not parts:
        raise Wrong("the path is too short")
    node, last = old_size - 1, size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old_made = new_made = parts[0]
    for part, on_left in sides(parts[1:], node, last):
        if on_left:
            old_made = node_hash(part, old_made)
        new_made = node_hash(part, new_made) if on_left else node_hash(new_made, part)
    if old_made != old_root or new_made != root:
        raise Wrong("the log was rewritten")


# ------------------------------------------------------------------ the questions


def canonical(values):
    """Write values in the one way that the hash is made over."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def days_between(entry):
    """Say how the day that a sheet claims and the day it was recorded on differ, in China."""
    if not entry.get("claimed_on"):
        return ""
    there = dt.timezone(dt.timedelta(hours=8))
    seen = dt.datetime.fromisoformat(entry["at"]).astimezone(there).date()
    days = (seen - dt.date.fromisoformat(entry["claimed_on"])).days
    words = "晚" if days > 0 else "早"
    told = f"记入比自称{words} {abs(days)} 天" if days else "两者为同一天"
    return f"两者相差 difference: {days} 天，{told}\n"


def check_proof(file, key, witness=None):
    """Check a posting's proof; return what it proves."""
    proof = json.loads(read(file))
    size, root = open_checkpoint(proof["checkpoint"], key or proof["key"], witness)
    path = [bytes.fromhex(part) for part in proof["path"]]
    check_inclusion(leaf_hash(proof["body"]), proof["position"], size, path, root)
    entry = json.loads(proof["body"])
    if entry.get("position") != proof["position"]:
        raise Wrong("the entry names another place")
    if proof.get("content") is not None:
        text = f"{proof['salt']}\n{canonical(proof['content'])}"
        if hashlib.sha256(text.encode()).hexdigest() != entry.get("content_hash"):
            raise Wrong("the content is not what was published")
    imported = "\n由旧台账导入，不是当日发布的 imported, not published then"
    return (
        f"{entry.get('kind')} {entry.get('index_number', '')}\n"
        f"记入时间 recorded at: {entry.get('at')}\n"
        f"自称张贴日 claimed date: {entry.get('claimed_on', '')}\n"
        f"{days_between(entry)}"
        f"第 {proof['position'] + 1} 条，共 {size} 条 entry {proof['position'] + 1} of {size}"
        f"{imported if entry.get('imported') else ''}"
    )


def rows_of(file):
    """Return a log's key and its lines, an entry each; raises Wrong for one that is missing."""
    rows, given = [], None
    for line in read(file).split("\n")[:-1]:
        row = json.loads(line)
        given = row.get("key", given)
        if "body" in row:
            if json.loads(row["body"]).get("position") != len(rows):
                raise Wrong(f"entry {len(rows) + 1} is missing")
            rows.append(row)
    return given, rows


def name_of(row):
    """Name an entry: its number, its kind, and what it is about."""
    entry = json.loads(row["body"])
    about = entry.get("index_number") or entry.get("item") or entry.get("year") or ""
    return f"第 {entry['position'] + 1} 条 {entry.get('kind')} {about} {entry.get('subject', '')}"


def list_changed(rows):
    """Name the entries whose leaf or whose public row is not what the log says."""
    for row in rows:
        entry = json.loads(row["body"])
        if "leaf" in row and leaf_hash(row["body"]).hex() != row["leaf"]:
            yield f"{name_of(row)}: the entry was changed"
        if row.get("content") is not None:
            text = f"{row['salt']}\n{canonical(row['content'])}"
            if hashlib.sha256(text.encode()).hexdigest() != entry.get("content_hash"):
                yield f"{name_of(row)}: the row is not what was published"


def check_log(file, checkpoints, key, witness=None):
    """Check a whole log against checkpoints; return what it proves."""
    given, rows = rows_of(file)
    if not checkpoints:
        raise ValueError("name at least one checkpoint")
    if changed := list(list_changed(rows)):
        raise Wrong("\n".join(changed))
    bodies = [leaf_hash(row["body"]) for row in rows]
    for name in checkpoints:
        size, root = open_checkpoint(read(name), key or given, witness)
        if size > len(bodies):
            raise Wrong(f"{name}: the log was cut off, {len(bodies)} entries of {size}")
        if root_of(bodies[:size]) != root:
            raise Wrong(f"{name}: the log was rewritten")
    return f"{len(bodies)} 条与 {len(checkpoints)} 个检查点相符 entries agree with checkpoints"


def compare_logs(old_file, new_file):
    """Compare two copies of a log, the older one first; return what it proves, or name entries."""
    (_, old), (_, new) = rows_of(old_file), rows_of(new_file)
    both = zip(old, new, strict=False)
    changed = [name_of(mine) for mine, theirs in both if mine["body"] != theirs["body"]]
    if changed or len(new) < len(old):
        lost = [f"{name_of(row)}: cut off" for row in old[len(new) :]]
        raise Wrong("\n".join([f"{name}: changed" for name in changed] + lost))
    return f"从 {len(old)} 条到 {len(new)} 条只增不改 only grew"


def check_seen(file, folder, key, witness=None):
    """Compare a checkpoint with all that was seen of its log, and remember it."""
    text = read(file)
    proof = json.loads(text) if text.startswith("{") else None
    note = proof["new"] if proof else text
    folder = pathlib.Path(folder) / hashlib.sha256(note.split("\n")[0].encode()).hexdigest()[:16]
    kept_key = folder / "key"
    known = kept_key.read_text("utf-8") if kept_key.exists() else None
    key = key or known or (proof or {}).get("key")
    if key is None:
        raise ValueError("name the key with --key the first time")
    if known and known.strip() != key.strip():
        raise Wrong("the log is signed by another key than before")
    size, root = open_checkpoint(note, key, witness)
    kept = dict(open_checkpoint(one.read_text("utf-8"), key) for one in folder.glob("*.checkpoint"))
    last = max(kept, default=0)
    if kept.get(size, root) != root:
        raise Wrong(f"split view: another log of {size} entries was seen before")
    if size < last:
        raise Wrong(f"wound back: {last} entries were seen before, now {size}")
    if 0 < last < size:
        if not proof:
            raise ValueError(f"download growth.json?old={last} and name that file instead")
        if open_checkpoint(proof["old"], key) != (last, kept[last]):
            raise Wrong(f"the proof does not begin with the {last} entries seen before")
        path = [bytes.fromhex(part) for part in proof["path"]]
        check_growth(last, kept[last], size, root, path)
    folder.mkdir(parents=True, exist_ok=True)
    kept_key.write_text(key, "utf-8")
    (folder / f"{size}.checkpoint").write_text(note, "utf-8")
    return f"见证 {size} 条，已记住 seen and remembered"


def check_grown(file, key, witness=None):
    """Check that a log only grew between two checkpoints; return what it proves."""
    proof = json.loads(read(file))
    old_size, old_root = open_checkpoint(proof["old"], key or proof["key"])
    size, root = open_checkpoint(proof["new"], key or proof["key"], witness)
    path = [bytes.fromhex(part) for part in proof["path"]]
    check_growth(old_size, old_root, size, root, path)
    return f"从 {old_size} 条到 {size} 条只增不改 only grew"


def read(name):
    """Return a file's text."""
    return pathlib.Path(name).read_bytes().decode("utf-8")


def take(arguments, name, absent=None):
    """Take an option and its value out of the arguments; return the value."""
    if name not in arguments:
        return absent
    place = arguments.index(name)
    value = arguments[place + 1] if place + 1 < len(arguments) else absent
    del arguments[place : place + 2]
    return value


def answer(arguments):
    """Answer one question; return the words, or None when it is not understood."""
    key, witness = take(arguments, "--key"), take(arguments, "--witness")
    seen = take(arguments, "--seen", "ogi-seen")
    asked, files = (arguments[0] if arguments else ""), arguments[1:]
    if asked == "proof" and len(files) == 1:
        return check_proof(files[0], key, witness)
    if asked == "log" and files:
        return check_log(files[0], files[1:], key, witness)
    if asked == "grown" and len(files) == 1:
        return check_grown(files[0], key, witness)
    if asked == "witness" and len(files) == 1:
        return check_seen(files[0], seen, key, witness)
    if asked == "compare" and len(files) == 2:
        return compare_logs(*files)
    return None


def main(arguments):
    """Answer one question on the screen; return the exit status."""
    try:
        said = answer(list(arguments))
    except Wrong as wrong:
        return tell(f"不成立 does not hold: {wrong}", 1)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        return tell(f"无法读取 cannot be read: {broken}", 2)
    return tell(__doc__.strip(), 2) if said is None else tell(f"成立 holds\n{said}", 0)


def tell(words, status):
    """Print words, though nobody may listen to the end; return the status."""
    try:
        print(words, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except UnicodeEncodeError:
        print(words.encode("ascii", "backslashreplace").decode(), flush=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
