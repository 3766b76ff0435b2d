#!/bin/sh
# Asks dns-svc as real clients do, in namespaces of our own. usage: clients.sh DIRECTORY JAVA CLASS_PATH
work=$1 java=$2 path=$3
cd "$work" || exit 90
mount --make-rprivate / 2>/dev/null
ip link set lo up || exit 91
ip addr add 127.0.0.2/8 dev lo
printf 'nameserver 127.0.0.2\nsearch .\noptions ndots:0\n' >resolv.conf
printf '127.0.0.1 localhost\n' >hosts
printf 'hosts: files dns\n' >nsswitch.conf
for file in resolv.conf hosts nsswitch.conf; do
    mount --bind "$work/$file" "$(readlink -f /etc/$file)" || exit 92
done
mkfifo ready
"$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$path" dev.doppel.dns.clients.DnsMain ready &
server=$!
read -r said <ready
echo "$said"
for name in order-service api.stripe.com no-such.invalid localhost; do
    echo "glibc $name $(getent ahosts $name | cut -d' ' -f1 | sort -u | tr '\n' ' ')"
done
echo "glibc v6 $(getent ahostsv6 api.stripe.com | grep -v ::ffff: | wc -l)"
echo "glibc reverse $(getent hosts 10.1.0.10 | tr -s ' ')"
"$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$path" dev.doppel.dns.clients.DnsMain ask order-service api.stripe.com localhost
if command -v node >/dev/null; then
    node -e '
const dns = require("dns");
const show = (what) => (e, a) => console.log("node " + what + " " + (e ? e.code : JSON.stringify(a)));
dns.lookup("order-service", { all: true }, show("lookup"));
dns.lookup("api.stripe.com", { all: true, family: 0 }, show("lookup outside"));
dns.resolve4("db", show("resolve4"));
dns.resolve6("db", show("resolve6"));
dns.reverse("10.1.0.11", show("reverse"));
'
fi
if command -v dig >/dev/null; then
    echo "dig $(dig +short +time=2 +tries=1 order-service @127.0.0.2) $(dig +short +tcp +time=2 +tries=1 order-service @127.0.0.2)"
fi
if command -v musl-gcc >/dev/null; then
    cat >ask.c <<'END'
#include <arpa/inet.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++) {
        struct addrinfo hints, *found;
        memset(&hints, 0, sizeof hints);
        hints.ai_socktype = SOCK_STREAM;
        int code = getaddrinfo(argv[i], "80", &hints, &found);
        printf("musl %s", argv[i]);
        if (code != 0) printf(" %s", gai_strerror(code));
        else for (; found; found = found->ai_next) {
            char text[64];
            struct sockaddr_in *address = (struct sockaddr_in *) found->ai_addr;
            printf(" %d:%s", found->ai_family == AF_INET ? 4 : 6, inet_ntop(found->ai_family, &address->sin_addr, text, sizeof text));
        }
        printf("\n");
    }
    struct sockaddr_in back;
    char name[256];
    memset(&back, 0, sizeof back);
    back.sin_family = AF_INET;
    inet_pton(AF_INET, "10.1.0.10", &back.sin_addr);
    if (getnameinfo((struct sockaddr *) &back, sizeof back, name, sizeof name, 0, 0, NI_NAMEREQD) == 0) printf("musl reverse %s\n", name);
    return 0;
}
END
    musl-gcc -static -o ask ask.c && ./ask order-service api.stripe.com no-such.invalid localhost
else
    echo "no musl-gcc"
fi
kill "$server"
