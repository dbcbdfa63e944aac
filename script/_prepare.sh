# What script/server and script/test have in common; sourced, never run.
#
#   say TEXT…                  speak to the person at the keyboard
#   need_packages NAME…        install the Debian packages that are missing
#   need_environment LOCKFILE  make the virtual environment hold exactly this lock
#
# Afterwards $root is the checkout, $venv the environment, and OGI_DATA is set and absolute.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
venv=${OGI_VENV:-$root/.venv}
OGI_DATA=${OGI_DATA:-$root/data}
case $OGI_DATA in /*) ;; *) OGI_DATA=$PWD/$OGI_DATA ;; esac
export OGI_DATA
export PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONUTF8=1
cd "$root" || exit 1

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "$*"
    exit 1
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

need_packages() {
    local missing=() name
    if ! command -v dpkg-query >/dev/null; then
        say "这台机器不是 Debian，请自行装好：$*"
        return 0
    fi
    for name in "$@"; do is_installed "$name" || missing+=("$name"); done
    [ ${#missing[@]} -eq 0 ] && return 0
    say "正在安装系统软件包：${missing[*]}"
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "缺少系统软件包，请用管理员身份执行：apt-get install ${missing[*]}"
        as_root=(sudo)
    fi
    # The lists may be absent or stale on a fresh machine, so they are fetched before a second try.
    install_packages "${missing[@]}" >/dev/null 2>&1 && return 0
    "${as_root[@]}" apt-get update -qq >&2
    install_packages "${missing[@]}" >&2 || fail "系统软件包没有装上：${missing[*]}"
}

install_packages() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends "$@"
}

# A python3 may be a version manager's shim that answers with an older version, or with none.
find_python() {
    local name
    for name in python3.11 python3 /usr/bin/python3.11 /usr/bin/python3 python3.12 python3.13; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s' "$name"
            return 0
        fi
    done
    return 1
}

checksum() {
    cat "$1" pyproject.toml script/_prepare.sh | sha256sum | cut -d' ' -f1
}

need_environment() {
    local lock=$1 python held
    if [ ! -x "$venv/bin/python" ]; then
        python=$(find_python) || fail "需要 Python 3.11 或更新的版本（含 venv）。"
        say "正在建立运行环境 $venv"
        "$python" -m venv "$venv" || fail "运行环境没有建成：$venv"
    fi
    if [ "$(cat "$venv/.ogi-$lock" 2>/dev/null)" = "$(checksum "$lock")" ]; then return 0; fi
    say "正在安装 $lock 里的软件包（按校验和核对）"
    "$venv/bin/python" -m pip install -qq --require-hashes -r "$lock" ||
        fail "软件包没有装上，请检查网络后再试。"
    "$venv/bin/python" -m pip install -qq --no-deps --no-build-isolation -e . ||
        fail "本系统没有装进运行环境。"
    # The lock for tests holds everything that the server needs, in the same versions.
    for held in "$lock" requirements.txt; do checksum "$held" >"$venv/.ogi-$held"; done
}

RUN_PACKAGES=(
    python3-venv
    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
    fonts-noto-cjk fonts-lxgw-wenkai
)
TEST_PACKAGES=(chromium poppler-utils postgresql libatomic1)
