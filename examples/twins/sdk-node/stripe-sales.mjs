// Customers, products, prices, coupons, subscriptions, invoices, checkout.
import assert from 'node:assert/strict';
import { refused } from './harness.mjs';

export const sales = {
  async 'T023 a customer, with host, port and protocol overridden'(stripe) {
    const made = await stripe.customers.create({
      name: 'Jenny Rosen',
      email: 'jenny@example.com',
      phone: '+15551234567',
      address: { line1: '1 Mill Lane', city: 'Porto', postal_code: '02139' },
      metadata: { order_id: '6735' },
    });
    assert.match(made.id, /^cus_[0-9a-f]{16}$/);
    assert.equal(made.object, 'customer');
    assert.equal(made.livemode, false);
    assert.ok(Math.abs(made.created - Date.now() / 1000) < 10);
    assert.equal(made.address.postal_code, '02139');
    assert.equal(made.metadata.order_id, '6735');
    assert.equal(made.phone, '+15551234567');
    const { lastResponse } = made;
    assert.match(lastResponse.requestId, /^req_/);
    assert.equal(lastResponse.statusCode, 200);
    assert.equal(lastResponse.apiVersion, stripe.getApiField('version'));
    const read = await stripe.customers.retrieve(made.id);
    assert.deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(made)));
  },
  async 'metadata is merged, emptied by key and as a whole'(stripe) {
    const { id } = await stripe.customers.create({ metadata: { a: '1', b: '2' } });
    assert.deepEqual({ ...(await stripe.customers.update(id, { metadata: { c: '3' } })).metadata }, { a: '1', b: '2', c: '3' });
    assert.deepEqual({ ...(await stripe.customers.update(id, { metadata: { a: '' } })).metadata }, { b: '2', c: '3' });
    assert.deepEqual({ ...(await stripe.customers.update(id, { metadata: '' })).metadata }, {});
  },
  async 'auto-paging sees every customer once'(stripe) {
    for (let i = 0; i < 23; i++) await stripe.customers.create({ name: `c${i}`, email: i % 2 ? 'odd@example.com' : 'even@example.com' });
    const ids = [];
    for await (const c of stripe.customers.list({ limit: 5 })) ids.push(c.id);
    assert.equal(ids.length, 24);
    assert.equal(new Set(ids).size, 24);
    const odd = await stripe.customers.list({ email: 'odd@example.com', limit: 100 }).autoPagingToArray({ limit: 100 });
    assert.equal(odd.length, 11);
    const before = await stripe.customers.list({ ending_before: ids[10], limit: 2 });
    assert.deepEqual(before.data.map((c) => c.id), ids.slice(8, 10));
    assert.equal((await stripe.customers.list({ created: { gte: Math.floor(Date.now() / 1000) + 60 } })).data.length, 0);
    const found = await stripe.customers.search({ query: "name:'c7' OR name:'c8'" });
    assert.equal(found.object, 'search_result');
    assert.equal(found.data.length, 2);
  },
  async 'a deleted customer says so'(stripe) {
    const { id } = await stripe.customers.create();
    const intent = await stripe.paymentIntents.create({ amount: 100, currency: 'usd', customer: id });
    assert.deepEqual({ ...(await stripe.customers.del(id)) }, { id, object: 'customer', deleted: true });
    assert.equal((await stripe.customers.retrieve(id)).deleted, true);
    assert.equal((await stripe.paymentIntents.retrieve(intent.id, { expand: ['customer'] })).customer.deleted, true);
    const e = await refused(() => stripe.customers.update(id, { name: 'x' }));
    assert.equal(e.statusCode, 404);
    assert.equal(e.message, `No such customer: '${id}'`);
    assert.equal((await stripe.customers.list()).data.some((c) => c.id === id), false);
  },
  async 'products, prices, coupons, tax rates'(stripe) {
    const product = await stripe.products.create({ name: 'Kettle', package_dimensions: { height: 2.234, length: 5, weight: 1, width: 2 } });
    assert.equal(product.package_dimensions.height, 2.234);
    assert.equal(product.active, true);
    assert.equal((await stripe.products.retrieve(product.id)).name, 'Kettle');
    assert.equal((await stripe.products.update(product.id, { name: 'Pot' })).name, 'Pot');
    assert.equal((await stripe.products.search({ query: "name~'ot'" })).data[0].id, product.id);
    const price = await stripe.prices.create({ currency: 'usd', unit_amount: 1999, product: product.id, recurring: { interval: 'month' }, lookup_key: 'pot' });
    assert.equal(price.type, 'recurring');
    assert.equal(String(price.unit_amount_decimal), '1999');
    assert.equal((await stripe.prices.retrieve(price.id, { expand: ['product'] })).product.name, 'Pot');
    assert.equal((await stripe.prices.update(price.id, { nickname: 'P' })).nickname, 'P');
    assert.deepEqual((await stripe.prices.list({ lookup_keys: ['pot'] })).data.map((p) => p.id), [price.id]);
    assert.equal((await stripe.prices.search({ query: "lookup_key:'pot'" })).data.length, 1);
    const inline = await stripe.prices.create({ currency: 'usd', unit_amount: 5, product_data: { name: 'Spoon' } });
    assert.equal((await stripe.products.retrieve(inline.product)).name, 'Spoon');
    assert.equal((await stripe.products.list({ limit: 2 })).has_more, true);
    const gone = await stripe.products.create({ name: 'Gone' });
    assert.equal((await stripe.products.del(gone.id)).deleted, true);
    assert.equal((await refused(() => stripe.products.retrieve(gone.id))).code, 'resource_missing');
    const coupon = await stripe.coupons.create({ id: 'TEN', percent_off: 10, duration: 'repeating', duration_in_months: 3 });
    assert.equal(coupon.id, 'TEN');
    assert.equal(coupon.valid, true);
    assert.equal((await refused(() => stripe.coupons.create({ id: 'TEN', percent_off: 10 }))).code, 'resource_already_exists');
    assert.equal((await stripe.coupons.update('TEN', { name: 'Ten' })).name, 'Ten');
    assert.equal((await stripe.coupons.retrieve('TEN')).percent_off, 10);
    assert.equal((await stripe.coupons.list()).data.length, 2);
    assert.equal((await stripe.coupons.del('TEN')).deleted, true);
    const tax = await stripe.taxRates.create({ display_name: 'IVA', inclusive: false, percentage: 23.5 });
    assert.equal((await stripe.taxRates.retrieve(tax.id)).percentage, 23.5);
    assert.equal((await stripe.taxRates.update(tax.id, { active: false })).active, false);
    assert.equal((await stripe.taxRates.list({ active: false })).data.length, 1);
  },
  async 'a subscription bills, changes, ends'(stripe) {
    const made = await stripe.subscriptions.create({
      customer: 'cus_123',
      items: [{ price: 'gold', quantity: 2 }, { price_data: { currency: 'usd', product: 'prod_123', unit_amount: 100, recurring: { interval: 'month' } } }],
      expand: ['latest_invoice', 'customer'],
    });
    assert.equal(made.status, 'active');
    assert.equal(made.customer.name, 'Ada Brook');
    assert.equal(made.items.object, 'list');
    assert.equal(made.items.url, `/v1/subscriptions/${made.id}/items`);
    assert.equal(made.items.data[0].price.unit_amount, 900);
    assert.equal(made.latest_invoice.status, 'paid');
    assert.equal(made.latest_invoice.total, 1900);
    assert.equal((await stripe.subscriptions.update(made.id, { cancel_at_period_end: true })).cancel_at_period_end, true);
    assert.equal((await stripe.subscriptions.list({ customer: 'cus_123' })).data.length, 2);
    const gone = await stripe.subscriptions.cancel(made.id);
    assert.equal(gone.status, 'canceled');
    assert.equal(gone.items.data.length, 2);
    assert.equal((await stripe.subscriptions.retrieve(made.id)).status, 'canceled');
    assert.equal((await stripe.subscriptions.list()).data.length, 1);
    assert.equal((await stripe.subscriptions.list({ status: 'canceled' })).data.length, 1);
    assert.equal((await stripe.subscriptions.search({ query: "status:'canceled'" })).data.length, 1);
    const e = await refused(() => stripe.subscriptions.create({ customer: 'cus_123', items: [{ price: 'nope' }] }));
    assert.equal(e.param, 'items[0][price]');
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: 'cus_123' });
    const open = await stripe.subscriptions.create({ customer: 'cus_123', items: [{ price: 'gold' }], default_payment_method: bad.id });
    assert.equal(open.status, 'incomplete');
  },
  async 'an invoice from draft to paid'(stripe) {
    const made = await stripe.invoices.create({ customer: 'cus_123', collection_method: 'charge_automatically' });
    assert.equal(made.status, 'draft');
    const item = await stripe.invoiceItems.create({ customer: 'cus_123', invoice: made.id, amount: 700, currency: 'usd', description: 'Work' });
    assert.equal((await stripe.invoiceItems.retrieve(item.id)).description, 'Work');
    assert.equal((await stripe.invoiceItems.update(item.id, { description: 'Hard work' })).description, 'Hard work');
    assert.equal((await stripe.invoiceItems.list({ invoice: made.id })).data.length, 1);
    assert.equal((await stripe.invoices.listLineItems(made.id)).data[0].amount, 700);
    assert.equal((await stripe.invoices.update(made.id, { metadata: { foo: 'bar' } })).metadata.foo, 'bar');
    const open = await stripe.invoices.finalizeInvoice(made.id);
    assert.equal(open.status, 'open');
    assert.equal(open.amount_due, 700);
    assert.match(open.number, /^TWIN-/);
    assert.equal((await refused(() => stripe.invoices.finalizeInvoice(made.id))).code, 'invoice_not_editable');
    assert.equal((await stripe.invoices.sendInvoice(made.id)).status, 'open');
    const no = await refused(() => stripe.invoices.pay(made.id, { payment_method: 'pm_card_visa_chargeDeclinedInsufficientFunds' }));
    assert.equal(no.decline_code, 'insufficient_funds');
    const done = await stripe.invoices.pay(made.id);
    assert.equal(done.status, 'paid');
    assert.equal(done.amount_paid, 700);
    assert.equal(done.amount_remaining, 0);
    assert.equal((await stripe.invoices.retrieve(made.id)).status, 'paid');
    assert.equal((await refused(() => stripe.invoices.del(made.id))).statusCode, 400);
    const other = await stripe.invoices.create({ customer: 'cus_123' });
    await stripe.invoices.finalizeInvoice(other.id);
    assert.equal((await stripe.invoices.markUncollectible(other.id)).status, 'uncollectible');
    assert.equal((await stripe.invoices.voidInvoice(other.id)).status, 'void');
    const draft = await stripe.invoices.create({ customer: 'cus_123' });
    assert.equal((await stripe.invoices.del(draft.id)).deleted, true);
    assert.equal((await stripe.invoices.list({ status: 'paid' })).data.length, 1);
    assert.equal((await stripe.invoices.search({ query: "status:'void'" })).data.length, 1);
    const lone = await stripe.invoiceItems.create({ customer: 'cus_123', amount: 1, currency: 'usd' });
    assert.equal((await stripe.invoiceItems.del(lone.id)).deleted, true);
  },
  async 'a checkout session opens and ends'(stripe) {
    const made = await stripe.checkout.sessions.create({ mode: 'payment', success_url: 'https://shop.example/ok', line_items: [{ price: 'price_123', quantity: 2 }] });
    assert.match(made.id, /^cs_test_/);
    assert.equal(made.amount_total, 5000);
    assert.ok(made.url.endsWith(made.id));
    assert.equal((await stripe.checkout.sessions.retrieve(made.id)).status, 'open');
    assert.equal((await stripe.checkout.sessions.list({ limit: 1 })).data[0].id, made.id);
    assert.equal((await stripe.checkout.sessions.expire(made.id)).status, 'expired');
    assert.equal((await refused(() => stripe.checkout.sessions.expire(made.id))).statusCode, 400);
  },
};
