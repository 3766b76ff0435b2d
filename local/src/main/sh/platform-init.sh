#!/bin/sh
# Process 1 of the platform's own namespaces. Its standard input is a pipe held by the launcher: when that closes, for whatever reason,
# this ends and the kernel takes every process, link and mount with it. The line "stop" ends the platform in an orderly way first.
# usage: platform-init.sh RUN_DIRECTORY COMMAND...
run=$1
shift
namespace=none
mounts=/proc/self/mounts
# Control groups of items outlive their processes; ours bear the number of our PID namespace (see Cgroups in scheduler-svc).
remove_groups() {
    tries=0
    while read -r _ point type _; do
        case $type in cgroup|cgroup2) ;; *) continue ;; esac
        ours=$point/doppel-$namespace
        while [ -d "$ours" ] && [ $tries -lt 40 ]; do
            rmdir "$ours"/* "$ours" 2>/dev/null || sleep 0.05
            tries=$((tries + 1))
        done
    done <"$mounts"
}
finish() {
    trap - TERM INT HUP
    kill -KILL -1 2>/dev/null
    remove_groups
    rm -rf "$run"
    exit "$1"
}
trap 'finish 143' TERM INT HUP
mount --make-rprivate / 2>/dev/null
mount -t proc proc /proc || { echo "cannot mount /proc in the platform's namespaces" >&2; finish 1; }
namespace=$(readlink /proc/self/ns/pid | tr -dc 0-9)
mount -t tmpfs -o mode=755 tmpfs /run || { echo "cannot mount /run in the platform's namespaces" >&2; finish 1; }
hostname doppel 2>/dev/null
ip link set lo up || { echo "ip link set lo up failed: is iproute2 installed?" >&2; finish 1; }
sysctl -qw net.ipv4.ip_forward=0 2>/dev/null
exec 3<&0
"$@" </dev/null &
platform=$!
( read -r word <&3; if [ "$word" = stop ]; then kill -TERM "$platform"; else kill -TERM 1; fi ) &
exec 3<&- 0</dev/null
wait "$platform"
finish $?
