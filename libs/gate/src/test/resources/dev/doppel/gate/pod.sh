# A pod as a kubelet would make it: network, mounts and user of its own. Arguments: directory, then what to run.
# Says "ready PID" and waits for a line, so that the other side can give it its network.
set -eu
dir=$1; shift
echo "ready $$"
read -r go
ip link set lo up
ip link set eth0 up
ip addr add 10.99.1.5/16 dev eth0
mount --bind "$dir/resolv.conf" /etc/resolv.conf
mount --bind "$dir/hosts" /etc/hosts
: > "$dir/termination-log"
chmod 666 "$dir/termination-log"
mount -t tmpfs none /dev
mknod /dev/null c 1 3 2>/dev/null || : > /dev/null
: > /dev/termination-log
mount --bind "$dir/termination-log" /dev/termination-log
mount -o remount,bind,ro /
exec "$@"
