// Runs named cases against a twin and tells of each on a line of its own, as JSON: {case, ok, error?, calls}.
import http from 'node:http';

/** The client, with every call of a method noted by its path ("customers.create"). The client itself is not changed. */
export function recorded(client, calls, path = '') {
  return new Proxy(client, {
    get(target, name) {
      const value = Reflect.get(target, name, target);
      if (typeof name === 'symbol' || value === null) return value;
      const here = path ? `${path}.${name}` : name;
      if (typeof value === 'function') {
        // A resource that is called and has members too, such as twilio's messages(sid) beside messages.list.
        const resource = typeof value.list === 'function' || typeof value.create === 'function';
        const call = (...args) => {
          const result = value.apply(target, args);
          if (resource) return recorded(result, calls, `${here}()`);
          calls.push(here);
          return result;
        };
        return new Proxy(call, {
          get: (_, member) => {
            const inner = value[member];
            return typeof inner === 'function' ? recorded(value, calls, here)[member] : inner;
          },
        });
      }
      return typeof value === 'object' ? recorded(value, calls, here) : value;
    },
  });
}

/** Runs the cases one after another, each with a client of its own from {@code client(name, calls)}. */
export async function run(cases, client) {
  for (const [name, body] of Object.entries(cases)) {
    const calls = [];
    try {
      await body(client(name, calls), calls);
      console.log(JSON.stringify({ case: name, ok: true, calls }));
    } catch (e) {
      console.log(JSON.stringify({ case: name, ok: false, error: String(e.stack ?? e), calls }));
    }
  }
}

/** What {@code work} throws; an error when it throws nothing. */
export async function refused(work) {
  try {
    await work();
  } catch (e) {
    return e;
  }
  throw new Error('it was expected to be refused, and was not');
}

/** A listener that keeps what it is sent: {url, next(), close()}; next() waits at most ten seconds. */
export async function receiver() {
  const seen = [];
  const waiting = [];
  const server = http.createServer((request, response) => {
    const chunks = [];
    request.on('data', (c) => chunks.push(c));
    request.on('end', () => {
      const got = { headers: request.headers, body: Buffer.concat(chunks).toString(), path: request.url };
      (waiting.shift() ?? ((g) => seen.push(g)))(got);
      response.end('ok');
    });
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    next: () =>
      seen.length
        ? Promise.resolve(seen.shift())
        : new Promise((done, fail) => {
            const timer = setTimeout(() => fail(new Error('no webhook came within ten seconds')), 10_000);
            waiting.push((got) => {
              clearTimeout(timer);
              done(got);
            });
          }),
    close: () => server.close(),
  };
}
