// What the client sees of the wire: errors, keys, retries, webhooks, events.
import assert from 'node:assert/strict';
import Stripe from 'stripe';
import { receiver, refused } from './harness.mjs';

export const wire = {
  async 'errors have their class, code, param and places to read on'(stripe) {
    const missing = await refused(() => stripe.customers.retrieve('cus_none'));
    assert.ok(missing instanceof Stripe.errors.StripeInvalidRequestError);
    assert.equal(missing.statusCode, 404);
    assert.equal(missing.code, 'resource_missing');
    assert.equal(missing.param, 'id');
    assert.equal(missing.rawType, 'invalid_request_error');
    assert.equal(missing.doc_url, 'https://stripe.com/docs/error-codes/resource-missing');
    assert.ok(missing.raw.request_log_url.endsWith(missing.requestId));
    const absent = await refused(() => stripe.paymentIntents.create({ currency: 'usd' }));
    assert.equal(absent.code, 'parameter_missing');
    assert.equal(absent.param, 'amount');
    assert.equal(absent.message, 'Missing required param: amount.');
    const odd = await refused(() => stripe.paymentIntents.create({ amount: 'abc', currency: 'usd' }));
    assert.equal(odd.code, 'parameter_invalid_integer');
    assert.equal(odd.message, 'Invalid integer: abc');
    const nobody = await refused(() => stripe.paymentIntents.create({ amount: 1, currency: 'usd', customer: 'cus_none' }));
    assert.equal(nobody.param, 'customer');
    assert.equal(nobody.message, "No such customer: 'cus_none'");
    assert.equal((await refused(() => stripe.paymentIntents.retrieve('pi_none'))).param, 'intent');
    assert.equal((await refused(() => stripe.paymentIntents.create({ amount: 1, currency: 'usd', payment_method: 'pm_none' }))).param, 'payment_method');
    const nowhere = await refused(() => stripe.rawRequest('GET', '/v1/nowhere'));
    assert.equal(nowhere.statusCode, 404);
  },
  async 'a key of the wrong kind is no key'(stripe) {
    const e = await refused(() => stripe.customers.list({}, { apiKey: 'pk_test_1234567890abcdef' }));
    assert.ok(e instanceof Stripe.errors.StripeAuthenticationError);
    assert.equal(e.statusCode, 401);
    assert.match(e.message, /^Invalid API Key provided: pk_test_\*+cdef$/);
  },
  async 'an idempotent retry is the same customer'(stripe) {
    const options = { idempotencyKey: 'order-1' };
    const first = await stripe.customers.create({ name: 'Once' }, options);
    const again = await stripe.customers.create({ name: 'Once' }, options);
    assert.equal(again.id, first.id);
    assert.equal(again.lastResponse.idempotencyKey, 'order-1');
    assert.equal(again.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal(again.lastResponse.headers['original-request'], first.lastResponse.requestId);
    assert.equal((await stripe.customers.list()).data.length, 2);
    const e = await refused(() => stripe.customers.create({ name: 'Twice' }, options));
    assert.ok(e instanceof Stripe.errors.StripeIdempotencyError);
    const declined = { amount: 5, currency: 'usd', confirm: true, payment_method: 'pm_card_chargeDeclined' };
    const one = await refused(() => stripe.paymentIntents.create(declined, { idempotencyKey: 'pay-1' }));
    const two = await refused(() => stripe.paymentIntents.create(declined, { idempotencyKey: 'pay-1' }));
    assert.equal(two.payment_intent.id, one.payment_intent.id);
  },
  async 'a lost answer is asked for again, and makes one customer'(stripe) {
    // The listener before the twin serves a body with this mark, and loses the answer, once.
    const made = await stripe.customers.create({ name: `LoseTheAnswer${process.hrtime.bigint()}` }, { maxNetworkRetries: 2 });
    assert.equal(made.lastResponse.headers['idempotent-replayed'], 'true');
    assert.equal((await stripe.customers.list()).data.length, 2);
  },
  async 'webhooks are signed as the client verifies, and events can be read'(stripe) {
    const shop = await receiver();
    try {
      const endpoint = await stripe.webhookEndpoints.create({ url: `${shop.url}/hook`, enabled_events: ['payment_intent.succeeded', 'customer.updated'] });
      assert.match(endpoint.secret, /^whsec_/);
      assert.equal((await stripe.webhookEndpoints.retrieve(endpoint.id)).secret, undefined);
      const intent = await stripe.paymentIntents.create({ amount: 300, currency: 'usd', confirm: true, payment_method: 'pm_card_visa' });
      const got = await shop.next();
      const event = stripe.webhooks.constructEvent(got.body, got.headers['stripe-signature'], endpoint.secret);
      assert.equal(event.type, 'payment_intent.succeeded');
      assert.equal(event.data.object.id, intent.id);
      assert.equal(event.object, 'event');
      await refused(() => stripe.webhooks.constructEvent(got.body, got.headers['stripe-signature'], 'whsec_other'));
      await refused(() => stripe.webhooks.constructEvent(got.body.replace('300', '3'), got.headers['stripe-signature'], endpoint.secret));
      await stripe.customers.update('cus_123', { name: 'Ada B.' });
      const second = await shop.next();
      const changed = await stripe.webhooks.constructEventAsync(second.body, second.headers['stripe-signature'], endpoint.secret);
      assert.deepEqual(changed.data.previous_attributes, { name: 'Ada Brook' });
      assert.equal((await stripe.events.retrieve(changed.id)).type, 'customer.updated');
      const types = (await stripe.events.list()).data.map((e) => e.type);
      for (const type of ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'customer.updated']) assert.ok(types.includes(type), type);
      assert.equal((await stripe.events.list({ type: 'charge.succeeded' })).data.length, 1);
      assert.equal((await stripe.webhookEndpoints.update(endpoint.id, { description: 'shop' })).description, 'shop');
      assert.equal((await stripe.webhookEndpoints.list()).data.length, 1);
      assert.equal((await stripe.webhookEndpoints.del(endpoint.id)).deleted, true);
    } finally {
      shop.close();
    }
  },
  async 'tokens and the balance'(stripe) {
    const token = await stripe.tokens.create({ card: { number: '4242424242424242', exp_month: '8', exp_year: '2034', cvc: '314' } });
    assert.match(token.id, /^tok_/);
    assert.equal(token.card.last4, '4242');
    assert.equal((await stripe.tokens.retrieve(token.id)).used, false);
    assert.equal((await stripe.paymentMethods.create({ type: 'card', card: { token: token.id } })).card.brand, 'visa');
    assert.ok(Array.isArray((await stripe.balance.retrieve()).available));
  },
};
