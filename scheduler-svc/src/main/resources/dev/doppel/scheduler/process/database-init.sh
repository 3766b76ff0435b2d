#!/bin/sh
# A PostgreSQL server in its item: first on a port that only the platform knows, for init files, then on its own.
# Commands come on standard input: "run FILE" runs a shell script, answered by the line "doppel:ran CODE"; "serve" goes on to the real port.
# usage: database-init.sh POSTGRES INIT_PORT PORT SETTINGS...
postgres=$1 init=$2 port=$3
shift 3
PGDATA=/tmp/data
export PGDATA
cp -r /doppel/template "$PGDATA" && chmod 700 "$PGDATA" || exit 1
exec 3<&0
"$postgres" -D "$PGDATA" -c "port=$init" -c hba_file=/doppel/init/hba.init "$@" &
server=$!
trap 'kill -INT "$server" 2>/dev/null' TERM
commands() {
    while read -r verb file; do
        case $verb in
        run)
            if command -v bash >/dev/null; then shell=bash; else shell=sh; fi
            PGHOST=/tmp PGPORT=$init PGUSER=$POSTGRES_USER "$shell" "$file" </dev/null
            echo "doppel:ran $?"
            ;;
        serve)
            : >/tmp/.serve
            kill -INT "$server"
            return
            ;;
        esac
    done
}
commands <&3 &
exec 3<&- </dev/null
while :; do
    wait "$server"
    code=$?
    kill -0 "$server" 2>/dev/null || break
done
[ -e /tmp/.serve ] || exit "$code"
rm -f /tmp/.serve
exec "$postgres" -D "$PGDATA" -c "port=$port" -c hba_file=/doppel/init/hba.serve "$@"
