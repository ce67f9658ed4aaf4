# SPDX-License-Identifier: Apache-2.0
# What the benchmarks share; read by them, never run. Sets: $work (removed at the end), $stillframe, $plugins, a password.
# Needs: the distribution (scripts/mvn -pl dist -am package -DskipTests), restic, GNU time.
command -v restic > /dev/null || { echo "restic is missing" >&2; exit 1; }
[ -x /usr/bin/time ] || { echo "GNU time is missing" >&2; exit 1; }
ls "$root"/dist/target/stillframe-*.tar.gz > /dev/null || { echo "the distribution is not built" >&2; exit 1; }

work=$(mktemp -d "${TMPDIR:-/tmp}/stillframe-bench.XXXXXX")
tar -xzf "$(ls "$root"/dist/target/stillframe-*.tar.gz | head -1)" -C "$work"
stillframe=$(echo "$work"/stillframe-*/bin/stillframe)
"$(dirname "$stillframe")/class-archive" # as an operator does after unpacking
plugins=$(dirname "$(dirname "$stillframe")")/plugins
printf bench > "$work/password"
export RESTIC_PASSWORD=bench

# Runs a command with cold caches; leaves seconds in $seconds, KiB of peak memory in $memory, its words in $work/output.
measure() {
    sync
    [ -w /proc/sys/vm/drop_caches ] && echo 3 > /proc/sys/vm/drop_caches
    /usr/bin/time -o "$work/time" -f '%e %M' "$@" > "$work/output" 2>&1 || { cat "$work/output" >&2; exit 1; }
    read -r seconds memory < "$work/time"
}

# Prints a table's head: what, and how large it is.
heading() {
    printf '%s (%s)\n  %-32s %10s %10s %8s\n' "$1" "$2" '' stillframe restic ratio
}

# Prints one line of it: both figures, and how many times better (less) Stillframe's is.
compare() {
    awk -v w="$1" -v o="$2" -v t="$3" \
        'BEGIN { printf "  %-32s %10.1f %10.1f %8s\n", w, o, t, (o > 0 ? sprintf("%.2f", t / o) : "-") }'
}

# How many MiB a folder takes.
size() {
    du -sk "$1" | awk '{ printf "%.1f", $1 / 1024 }'
}
