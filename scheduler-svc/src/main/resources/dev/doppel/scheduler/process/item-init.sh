#!/bin/sh
# Process 1 of an item's namespaces: mounts the item's own root, leaves the platform's, starts the program without rights, waits for it.
# The first line on standard output says what became of it: "doppel:ready" or "doppel:failed WHY".
# usage: item-init.sh STATE FSTAB HOSTNAME FILES DIRECTORY PATH GROUPS PROGRAM COMMAND...
fail() {
    echo "doppel:failed $(echo "$*" | tr '\n' ' ')"
    exit 125
}
state=$1 fstab=$2 name=$3 files=$4 directory=$5 path=$6 groups=$7 program=$8
shift 8
cd "$state" || fail "no directory $state"
IFS='
'
for group in $groups; do
    echo 0 >"$group/cgroup.procs" || fail "its control group $group could not be entered"
done
unset IFS
(echo "$name" >/proc/sys/kernel/hostname) 2>/dev/null || hostname "$name" 2>/dev/null
v6=/proc/sys/net/ipv6/conf/all/disable_ipv6
[ -e "$v6" ] && (echo 1 >"$v6") 2>/dev/null
said=$(mount -a -T "$fstab" 2>&1) || fail "its files could not be mounted: $said"
cd root && said=$(pivot_root . .old 2>&1) || fail "its root could not be entered: $said"
cd / && said=$(umount -l /.old 2>&1) || fail "the platform's files could not be left: $said"
umask 022
mkdir -p -m 1777 /tmp/home || fail "no /tmp/home"
ulimit -c 0 2>/dev/null
ulimit -n "$files" 2>/dev/null
cd "$directory" 2>/dev/null || fail "its working directory $directory does not exist"
(PATH=$path; command -v -- "$program" >/dev/null 2>&1) || fail "command not found: $program (looked in $path)"
exec 3<&0
echo "doppel:ready"
"$@" <&3 3<&- &
child=$!
exec 3<&- </dev/null
trap 'kill -TERM "$child" 2>/dev/null' TERM
while :; do
    wait "$child"
    code=$?
    kill -0 "$child" 2>/dev/null || exit "$code"
done
