# What the commands in bin/ share. Source it; it defines ROOT (the repository) and the functions below.
# Every function says what it does on standard error, so that a command's standard output stays its answer.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

# say TEXT…: one line of progress.
say() { printf '%s\n' "$*" >&2; }

# wants_help ARGUMENT…: whether one of them is --help or -h. Help needs no more than Python, so that it comes at once.
wants_help() { case " $* " in *" --help "* | *" -h "*) ;; *) return 1 ;; esac }

# find_jdk: sets and exports JAVA_HOME to a JDK 25, whatever `java` on PATH is; without one, ends the command.
find_jdk() {
    local java home
    java=$(readlink -f "$(command -v javac || true)" 2>/dev/null) || java=
    for home in "${JAVA_HOME:-}" "${JAVA_HOME_25:-}" "${java%/bin/javac}" \
        /usr/lib/jvm/*25* "$HOME"/.sdkman/candidates/java/25* "$HOME"/.jdks/*25*; do
        if [ -x "$home/bin/javac" ] && grep -qs '^JAVA_VERSION="25[."]' "$home/release"; then
            export JAVA_HOME=$home
            return
        fi
    done
    say "No JDK 25 found. Install one (for example Eclipse Temurin 25) or set JAVA_HOME to it."
    exit 1
}

# find_python: prints the path of a Python 3.10 or newer; without one, ends the command.
find_python() {
    local name
    for name in python3 python3.13 python3.12 python3.11 python3.10; do
        if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            command -v "$name"
            return
        fi
    done
    say "No Python 3.10 or newer found. Install python3 (on Debian and Ubuntu also python3-venv)."
    exit 1
}

# venv NAME: makes or updates build/venv/NAME from drill/requirements/NAME.txt and prints the path of its Python.
# The stamp is written last and names the lock and the interpreter, so a broken or outdated install is made anew.
# --no-deps: the lock names everything, and older pips cannot match a lock's pin with a dependency that asks for extras.
# Two commands may ask at once: the second one waits for the first.
venv() {
    local name=$1 lock="$ROOT/drill/requirements/$1.txt" home="$ROOT/build/venv/$1" python stamp
    python=$(find_python) || exit 1
    stamp="$(sha256sum <"$lock") $("$python" -VV | tr '\n' ' ')" || exit 1
    mkdir -p "$ROOT/build/venv"
    (
        flock 9
        [ -x "$home/bin/python" ] && [ "$(cat "$home/stamp" 2>/dev/null)" = "$stamp" ] && exit 0
        say "Installing the Python packages of '$name' (once) …"
        rm -rf "$home"
        if ! "$python" -m venv "$home" >"$home.log" 2>&1; then
            say "python3 -m venv failed (on Debian and Ubuntu install python3-venv); see $home.log"
            exit 1
        fi
        if ! "$home/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
            --no-deps --require-hashes --requirement "$lock" >>"$home.log" 2>&1; then
            say "Installing '$name' failed:"
            tail -n 5 "$home.log" >&2
            exit 1
        fi
        printf '%s\n' "$stamp" >"$home/stamp"
    ) 9>"$home.lock" >&2 || exit 1
    printf '%s\n' "$home/bin/python"
}

# build_functions: leaves the functions in functions/target/lambda/, laid out as Lambda's /var/task (classes, lib/*.jar).
# Builds only if a source is newer than the last build; tests and checks are not its business.
build_functions() {
    local code="$ROOT/functions/target/lambda" stamp="$ROOT/build/functions.stamp"
    find_jdk
    mkdir -p "$ROOT/build"
    (
        flock 9
        [ -d "$code" ] && [ -e "$stamp" ] &&
            [ -z "$(find "$ROOT/functions/pom.xml" "$ROOT/functions/src/main" -newer "$stamp" -print -quit)" ] && exit 0
        say "Building the functions …"
        # Stamped with the time before the build: what is edited meanwhile is built next time.
        touch "$stamp.next"
        # A class or library that is no longer part of it would stay.
        rm -rf "$code"
        if ! (cd "$ROOT" && ./mvnw --quiet --batch-mode --no-transfer-progress -f functions/pom.xml \
            -Dmaven.test.skip=true package) >"$ROOT/build/functions.log" 2>&1; then
            say "Building the functions failed; see build/functions.log:"
            grep -m 10 ERROR "$ROOT/build/functions.log" >&2 || tail -n 10 "$ROOT/build/functions.log" >&2
            exit 1
        fi
        mv "$stamp.next" "$stamp"
    ) 9>"$ROOT/build/functions.lock" >&2 || exit 1
}

# lambda_runtime: makes ready what Lambda itself brings to a Java function. Sets JAVA_HOME, SAM_PYTHON (a Python that has
# the AWS SAM CLI, and with it the runtime interface emulator) and RIC (the folder of the runtime interface client's jars).
lambda_runtime() {
    local pom="$ROOT/drill/runtime/pom.xml"
    RIC="$ROOT/build/ric"
    find_jdk
    SAM_PYTHON=$(venv sam) || exit 1
    (
        flock 9
        cmp --quiet "$pom" "$RIC/pom.xml" && exit 0
        say "Fetching Lambda's runtime interface client (once) …"
        rm -rf "$RIC" "$RIC.next"
        if ! (cd "$ROOT" && ./mvnw --quiet --batch-mode --no-transfer-progress -f "$pom" \
            dependency:copy-dependencies "-DoutputDirectory=$RIC.next") >"$RIC.log" 2>&1; then
            say "Fetching the runtime interface client failed; see build/ric.log."
            exit 1
        fi
        cp "$pom" "$RIC.next/"
        mv "$RIC.next" "$RIC"
    ) 9>"$RIC.lock" >&2 || exit 1
}
