#!/usr/bin/env python3
"""Check, without the system that made them, what a township's publish log proves.

    python3 ogi-verify.py proof FILE.json      a posting's proof, downloaded from its page
    python3 ogi-verify.py log FILE.jsonl CHECKPOINT…   a whole log against checkpoints kept
    python3 ogi-verify.py grown FILE.json      that a log only grew between two checkpoints

    --key KEY   the township's public key as printed on its board; without it the key inside
                the file is used, which shows that the file agrees with itself, not who made it

Exit status: 0 it holds, 1 it does not, 2 the file cannot be read. Needs Python 3 alone.
Formats: RFC 6962 Merkle tree, C2SP signed note and checkpoint, Ed25519 (RFC 8032).
"""

import base64
import hashlib
import json
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


def open_checkpoint(note, key):
    """Return (size, root) of a checkpoint signed by the key; raises Wrong."""
    name, key_id, packed = key.strip().split("+", 2)
    raw = unpack(packed)
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    if raw[:1] != b"\x01" or expected.hex() != key_id:
        raise Wrong("the key's line contradicts itself")
    text, gap, tail = note.rpartition("\n\n")
    text += "\n"
    for line in tail.split("\n"):
        parts = line.split(" ")
        if gap and len(parts) == 3 and parts[0] == "\u2014" and parts[1] == name:
            signature = unpack(parts[2])
            if signature[:4] == expected and is_signed(raw[1:], text.encode(), signature[4:]):
                break
    else:
        raise Wrong("the checkpoint is not signed by this key")
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


# ------------------------------------------------------------------ the three questions


def canonical(values):
    """Write values in the one way that the hash is made over."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def check_proof(file, key):
    """Check a posting's proof; return what it proves."""
    proof = json.loads(read(file))
    size, root = open_checkpoint(proof["checkpoint"], key or proof["key"])
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
        f"第 {proof['position'] + 1} 条，共 {size} 条 entry {proof['position'] + 1} of {size}"
        f"{imported if entry.get('imported') else ''}"
    )


def check_log(file, checkpoints, key):
    """Check a whole log against checkpoints; return what it proves."""
    bodies, given = [], None
    for line in read(file).split("\n")[:-1]:
        row = json.loads(line)
        given = row.get("key", given)
        if "body" not in row:
            continue
        if json.loads(row["body"]).get("position") != len(bodies):
            raise Wrong(f"entry {len(bodies) + 1} is missing")
        bodies.append(leaf_hash(row["body"]))
    if not checkpoints:
        raise ValueError("name at least one checkpoint")
    for name in checkpoints:
        size, root = open_checkpoint(read(name), key or given)
        if size > len(bodies):
            raise Wrong(f"{name}: the log was cut off, {len(bodies)} entries of {size}")
        if root_of(bodies[:size]) != root:
            raise Wrong(f"{name}: the log was rewritten")
    return f"{len(bodies)} 条与 {len(checkpoints)} 个检查点相符 entries agree with checkpoints"


def check_grown(file, key):
    """Check that a log only grew between two checkpoints; return what it proves."""
    proof = json.loads(read(file))
    old_size, old_root = open_checkpoint(proof["old"], key or proof["key"])
    size, root = open_checkpoint(proof["new"], key or proof["key"])
    path = [bytes.fromhex(part) for part in proof["path"]]
    check_growth(old_size, old_root, size, root, path)
    return f"从 {old_size} 条到 {size} 条只增不改 only grew"


def read(name):
    """Return a file's text."""
    return pathlib.Path(name).read_bytes().decode("utf-8")


def main(arguments):
    """Answer one question; return the exit status."""
    key = None
    if "--key" in arguments:
        place = arguments.index("--key")
        key = arguments[place + 1] if place + 1 < len(arguments) else None
        arguments = arguments[:place] + arguments[place + 2 :]
    try:
        if len(arguments) == 2 and arguments[0] == "proof":
            said = check_proof(arguments[1], key)
        elif len(arguments) >= 2 and arguments[0] == "log":
            said = check_log(arguments[1], arguments[2:], key)
        elif len(arguments) == 2 and arguments[0] == "grown":
            said = check_grown(arguments[1], key)
        else:
            print(__doc__.strip())
            return 2
    except Wrong as wrong:
        print(f"不成立 does not hold: {wrong}")
        return 1
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as broken:
        print(f"无法读取 cannot be read: {broken}")
        return 2
    print(f"成立 holds\n{said}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
