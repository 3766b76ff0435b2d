#!/usr/bin/env bash
# Requests per second for one mock against nginx answering the same static body, alternating in one run; then 1, 1,000 and 10,000 mocks.
# Needs nginx and wrk. Usage: bench/mock/run.sh [rounds] [seconds]
set -euo pipefail
cd "$(dirname "$0")/../.."
rounds=${1:-5} seconds=${2:-4} loops=${LOOPS:-2} warm=${WARM:-8}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
work=$(mktemp -d)
pids=()
stop() { for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; rm -rf "$work"; }
trap stop EXIT
mvn -o -q -pl bench/mock -am compile dependency:build-classpath -Dmdep.outputFile="$work/cp" -Dmdep.includeScope=runtime >&2
classpath=bench/mock/target/classes:$(cat "$work/cp")
flags=(-XX:+UseParallelGC -Xmx512m -XX:+UseCompactObjectHeaders -Djava.util.logging.manager=org.jboss.logmanager.LogManager --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow
  -Dio.netty.noPreferDirect=false ${BENCH_FLAGS:-})

start() { # name command...: waits for its "ready"
  local name=$1; shift
  mkfifo "$work/$name.in"; sleep 100000 > "$work/$name.in" & pids+=($!)
  "$@" < "$work/$name.in" > "$work/$name.out" 2> "$work/$name.err" & pids+=($!)
  last=$!
  until grep -q '^ready' "$work/$name.out" 2>/dev/null; do kill -0 $! || { cat "$work/$name.err"; exit 1; }; sleep 0.1; done
}
cpu() { # pid: microseconds of processor time of it and its children's, dead or alive
  awk -v hz="$(getconf CLK_TCK)" '{ sum += $14 + $15 } END { printf "%d", sum * 1000000 / hz }' $(for p in $1 $(pgrep -P "$1" || true); do echo "/proc/$p/stat"; done)
}
load() { # port seconds pid: requests per second, and processor time per request
  local before; before=$(cpu "$3")
  wrk -t1 -c"${CONNECTIONS:-32}" -d"$2"s -s bench/mock/charge.lua "http://127.0.0.1:$1/v1/charges" > "$work/wrk"
  awk -v before="$before" -v after="$(cpu "$3")" '/requests in/ { n = $1 } /Requests\/sec/ { r = $2 } /Non-2xx/ { bad = "FAILED" }
    END { printf "%d %.1f %s", r, (after - before) / n, bad }' "$work/wrk"
}

sed "s#WORKERS#$loops#;s#WORKDIR#$work#;s#NGINXPORT#18081#" bench/mock/nginx.conf > "$work/nginx.conf"
nginx -p "$work" -c "$work/nginx.conf" & pids+=($!); nginx=$!
start broker "$java" -Xmx256m -XX:+UseSerialGC -Djava.util.logging.manager=org.jboss.logmanager.LogManager -cp "$classpath" dev.doppel.bench.mock.MockBench broker 18092
start none "$java" "${flags[@]}" -cp "$classpath" dev.doppel.bench.mock.MockBench none 1 18082 "$loops"; none=$last
start kafka "$java" "${flags[@]}" -cp "$classpath" dev.doppel.bench.mock.MockBench kafka 127.0.0.1:18092 1 18083 "$loops"; kafka=$last
load 18081 3 $nginx >/dev/null; load 18082 "$warm" $none >/dev/null; load 18083 "$warm" $kafka >/dev/null
echo "round: requests/s and processor microseconds per request of nginx, without capture, with every exchange sent to Kafka"
for ((i = 1; i <= rounds; i++)); do echo "$i $(load 18081 "$seconds" $nginx) $(load 18082 "$seconds" $none) $(load 18083 "$seconds" $kafka)"; done | tee "$work/rounds"
median() { awk -v a="$1" -v b="$2" '{ print $a / $b }' "$work/rounds" | sort -n | awk '{ x[NR] = $1 } END { printf "%.2f", NR % 2 ? x[(NR + 1) / 2] : (x[NR / 2] + x[NR / 2 + 1]) / 2 }'; }
echo "median ratio to nginx, requests/s: without capture $(median 4 2), with $(median 6 2)"
echo "median ratio to nginx, requests per processor second: without capture $(median 3 5), with $(median 3 7)"
port=18100
for mocks in ${MOCKS:-1 1000 10000}; do
  port=$((port + 1))
  start "mocks$mocks" "$java" "${flags[@]}" -cp "$classpath" dev.doppel.bench.mock.MockBench none $mocks $port "$loops"
  load $port "$warm" $last >/dev/null
  echo "mocks $mocks: $(load $port "$seconds" $last)  $(load $port "$seconds" $last)  $(load $port "$seconds" $last)"
done
