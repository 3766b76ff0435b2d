// A billing service with Stripe's own SDK for Node, left as it comes: it calls https://api.stripe.com.
import http from 'node:http';
import Stripe from 'stripe';

const stripe = new Stripe(process.env.STRIPE_API_KEY);

async function subscribe({ email, name, amount, paymentMethod }) {
  const customer = await stripe.customers.create({ email, name, metadata: { plan: 'gold' } });
  const intent = await stripe.paymentIntents.create(
    { amount, currency: 'usd', customer: customer.id, payment_method: paymentMethod, confirm: true, expand: ['latest_charge', 'customer'] },
    { idempotencyKey: `pay-${customer.id}` },
  );
  return { customer: customer.id, status: intent.status, charged: intent.latest_charge.amount_captured, payer: intent.customer.email };
}

/** The same key twice, as after a lost answer: one customer, told twice. */
async function twice() {
  const key = { idempotencyKey: 'once-only' };
  const first = await stripe.customers.create({ name: 'Once' }, key);
  const again = await stripe.customers.create({ name: 'Once' }, key);
  return { same: first.id === again.id, replayed: again.lastResponse.headers['idempotent-replayed'] };
}

async function count() {
  let n = 0;
  for await (const customer of stripe.customers.list({ limit: 2 })) n += customer.object === 'customer' ? 1 : 0;
  return n;
}

async function rename(id, name) {
  const changed = await stripe.customers.update(id, { name });
  const found = await stripe.customers.search({ query: `name:'${name}'` });
  return { name: changed.name, plan: changed.metadata.plan, found: found.data.map((one) => one.id) };
}

async function remove(id) {
  const gone = await stripe.customers.del(id);
  const left = await stripe.customers.retrieve(id);
  try {
    await stripe.customers.update(id, { name: 'nobody' });
  } catch (error) {
    return { deleted: gone.deleted, left: left.deleted, type: error.type, code: error.code, known: error instanceof Stripe.errors.StripeInvalidRequestError };
  }
  return { deleted: gone.deleted };
}

http
  .createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', async () => {
      const text = Buffer.concat(parts).toString();
      const answer = (status, body) => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(body));
      };
      const id = request.url.split('/')[3];
      try {
        if (request.url === '/health') return answer(200, { status: 'ok' });
        if (request.url === '/webhooks/stripe') {
          const event = stripe.webhooks.constructEvent(text, request.headers['stripe-signature'], process.env.STRIPE_WEBHOOK_SECRET);
          return answer(200, { verified: event.type });
        }
        if (request.url === '/v1/twice') return answer(200, await twice());
        if (request.url === '/v1/subscribers') return request.method === 'POST' ? answer(201, await subscribe(JSON.parse(text))) : answer(200, { count: await count() });
        return request.method === 'DELETE' ? answer(200, await remove(id)) : answer(200, await rename(id, JSON.parse(text).name));
      } catch (error) {
        console.error(String(error.stack ?? error));
        answer(error instanceof Stripe.errors.StripeCardError ? 402 : 500, { type: error.type, code: error.code, decline: error.decline_code, error: String(error.message) });
      }
    });
  })
  .listen(8080, () => console.log('billing-node listens on port 8080'));
