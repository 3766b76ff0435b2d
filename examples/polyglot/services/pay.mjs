// Charges a card with Node: POST /pay/fetch by fetch, POST /pay/https by node:https.
// Nothing in here knows of tests, proxies or certificates.
import http from 'node:http';
import https from 'node:https';

const CHARGES = 'https://api.stripe.com/v1/charges';
const headers = {
  authorization: `Bearer ${process.env.STRIPE_API_KEY}`,
  'content-type': 'application/x-www-form-urlencoded',
};

async function byFetch(form) {
  const response = await fetch(CHARGES, { method: 'POST', headers, body: form, signal: AbortSignal.timeout(5000) });
  return response.json();
}

function byHttps(form) {
  return new Promise((resolve, reject) => {
    const request = https.request(CHARGES, { method: 'POST', headers, timeout: 5000 }, (response) => {
      const parts = [];
      response.on('data', (part) => parts.push(part));
      response.on('end', () => {
        try {
          resolve(JSON.parse(Buffer.concat(parts).toString()));
        } catch (error) {
          reject(error);
        }
      });
    });
    request.on('timeout', () => request.destroy(new Error('no answer in 5 s')));
    request.on('error', reject);
    request.end(form);
  });
}

const ways = { '/pay/fetch': byFetch, '/pay/https': byHttps };

http
  .createServer(async (request, response) => {
    const answer = (status, body) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    if (request.url === '/health') {
      return answer(200, { status: 'ok' });
    }
    const pay = request.method === 'POST' ? ways[request.url] : undefined;
    if (!pay) {
      return answer(404, { error: `nothing answers ${request.method} ${request.url}` });
    }
    try {
      const charge = await pay('amount=1250&currency=usd');
      console.log(`${request.url}: charged as ${charge.id}`);
      answer(200, { chargeId: charge.id });
    } catch (error) {
      console.error(`${request.url}: ${error.cause ?? error}`);
      answer(502, { error: String(error.cause ?? error) });
    }
  })
  .listen(8080, () => console.log('pay-node listens on port 8080'));
