// Payment intents, methods, charges, refunds: what is paid, and what is refused.
import assert from 'node:assert/strict';
import { refused } from './harness.mjs';

const paid = (stripe, more = {}) =>
  stripe.paymentIntents.create({ amount: 2000, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...more });

/** [payment method, code, decline code] as Stripe's test documentation has them. */
const DECLINES = [
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
  ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
  ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card_declined', 'card_velocity_exceeded'],
  ['pm_card_radarBlock', 'card_declined', 'fraudulent'],
  ['pm_card_chargeDeclinedExpiredCard', 'expired_card', undefined],
  ['pm_card_chargeDeclinedIncorrectCvc', 'incorrect_cvc', undefined],
  ['pm_card_chargeDeclinedProcessingError', 'processing_error', undefined],
];

export const money = {
  async 'a payment intent goes its way'(stripe) {
    const made = await stripe.paymentIntents.create({ amount: 1099, currency: 'eur', payment_method_types: ['card'], metadata: { order: '6735' } });
    assert.equal(made.object, 'payment_intent');
    assert.equal(made.status, 'requires_payment_method');
    assert.deepEqual(made.payment_method_types, ['card']);
    assert.equal(made.metadata.order, '6735');
    const changed = await stripe.paymentIntents.update(made.id, { payment_method: 'pm_card_mastercard', metadata: { tier: 'gold' } });
    assert.deepEqual({ ...changed.metadata }, { order: '6735', tier: 'gold' });
    const done = await stripe.paymentIntents.confirm(made.id, { expand: ['latest_charge', 'payment_method'] });
    assert.equal(done.status, 'succeeded');
    assert.equal(done.amount_received, 1099);
    assert.equal(done.payment_method.card.brand, 'mastercard');
    assert.equal(done.latest_charge.object, 'charge');
    assert.equal(done.latest_charge.payment_intent, made.id);
    const read = await stripe.paymentIntents.retrieve(made.id);
    assert.equal(read.status, 'succeeded');
    assert.equal(read.created, made.created);
    assert.match(read.latest_charge, /^ch_/);
  },
  async 'capture later, in part'(stripe) {
    const held = await paid(stripe, { capture_method: 'manual' });
    assert.equal(held.status, 'requires_capture');
    assert.equal(held.amount_capturable, 2000);
    const taken = await stripe.paymentIntents.capture(held.id, { amount_to_capture: 500 });
    assert.equal(taken.amount_received, 500);
    const charge = await stripe.charges.retrieve(taken.latest_charge);
    assert.equal(charge.captured, true);
    assert.equal(charge.amount_captured, 500);
    const e = await refused(() => stripe.paymentIntents.capture(held.id));
    assert.equal(e.code, 'payment_intent_unexpected_state');
  },
  async 'a cancelled intent stays cancelled'(stripe) {
    const made = await stripe.paymentIntents.create({ amount: 100, currency: 'usd' });
    const gone = await stripe.paymentIntents.cancel(made.id, { cancellation_reason: 'requested_by_customer' });
    assert.equal(gone.status, 'canceled');
    assert.equal(gone.cancellation_reason, 'requested_by_customer');
    assert.ok(gone.canceled_at >= made.created);
    const e = await refused(() => stripe.paymentIntents.confirm(made.id));
    assert.equal(e.type, 'StripeInvalidRequestError');
    assert.equal(e.statusCode, 400);
    assert.equal(e.code, 'payment_intent_unexpected_state');
    assert.equal(e.payment_intent.id, made.id);
  },
  async 'declines are card errors with their codes'(stripe) {
    for (const [method, code, decline] of DECLINES) {
      const made = await stripe.paymentIntents.create({ amount: 100, currency: 'usd' });
      const e = await refused(() => stripe.paymentIntents.confirm(made.id, { payment_method: method }));
      assert.equal(e.type, 'StripeCardError', method);
      assert.equal(e.rawType, 'card_error');
      assert.equal(e.statusCode, 402);
      assert.equal(e.code, code);
      assert.equal(e.decline_code || undefined, decline);
      assert.match(e.doc_url, new RegExp(`/error-codes/${code.replaceAll('_', '-')}$`));
      assert.match(e.requestId, /^req_/);
      assert.equal(e.payment_intent.status, 'requires_payment_method');
      const read = await stripe.paymentIntents.retrieve(made.id);
      assert.equal(read.last_payment_error.code, code);
      assert.equal((await stripe.charges.retrieve(e.charge)).status, 'failed');
      const second = await stripe.paymentIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
      assert.equal(second.status, 'succeeded');
      assert.equal(second.last_payment_error, null);
    }
  },
  async 'a decline at creation keeps the intent'(stripe) {
    const e = await refused(() => paid(stripe, { payment_method: 'pm_card_chargeDeclined' }));
    assert.equal(e.decline_code, 'generic_decline');
    const kept = await stripe.paymentIntents.retrieve(e.payment_intent.id);
    assert.equal(kept.status, 'requires_payment_method');
    assert.equal(kept.payment_method, null);
  },
  async 'a card that asks for its owner'(stripe) {
    const made = await paid(stripe, { payment_method: 'pm_card_threeDSecure2Required', return_url: 'https://shop.example/back' });
    assert.equal(made.status, 'requires_action');
    assert.equal(made.next_action.type, 'redirect_to_url');
    assert.equal(made.next_action.redirect_to_url.return_url, 'https://shop.example/back');
    assert.equal((await stripe.paymentIntents.confirm(made.id)).status, 'succeeded');
    const alone = await refused(() => paid(stripe, { payment_method: 'pm_card_authenticationRequired', off_session: true }));
    assert.equal(alone.code, 'authentication_required');
    const asked = await paid(stripe, { payment_method: 'pm_card_threeDSecureRequiredChargeDeclined' });
    assert.equal(asked.status, 'requires_action');
    assert.equal((await refused(() => stripe.paymentIntents.confirm(asked.id))).code, 'card_declined');
  },
  async 'payment intents are listed and searched'(stripe) {
    for (let i = 0; i < 12; i++) await stripe.paymentIntents.create({ amount: 100 + i, currency: 'usd', metadata: { batch: 'b' } });
    const first = await stripe.paymentIntents.list({ limit: 5 });
    assert.equal(first.has_more, true);
    assert.equal(first.url, '/v1/payment_intents');
    const amounts = [];
    for await (const one of stripe.paymentIntents.search({ query: "metadata['batch']:'b'", limit: 5 })) amounts.push(one.amount);
    assert.deepEqual(amounts.sort(), Array.from({ length: 12 }, (_, i) => 100 + i));
  },
  async 'payment methods: made, kept, let go'(stripe) {
    const made = await stripe.paymentMethods.create({ type: 'card', card: { token: 'tok_amex' }, billing_details: { name: 'Ada', email: 'ada@example.com' } });
    assert.match(made.id, /^pm_/);
    assert.equal(made.card.brand, 'amex');
    assert.equal(made.card.last4, '0005');
    assert.equal(made.customer, null);
    assert.equal((await stripe.paymentMethods.retrieve(made.id)).billing_details.name, 'Ada');
    assert.equal((await stripe.paymentMethods.update(made.id, { metadata: { a: 'b' } })).metadata.a, 'b');
    assert.equal((await stripe.paymentMethods.attach(made.id, { customer: 'cus_123' })).customer, 'cus_123');
    const magic = await stripe.paymentMethods.attach('pm_card_visa', { customer: 'cus_123' });
    assert.match(magic.id, /^pm_(?!card)/);
    const list = await stripe.paymentMethods.list({ customer: 'cus_123', type: 'card' });
    assert.equal(list.data.length, 3);
    assert.equal((await stripe.customers.listPaymentMethods('cus_123')).data.length, 3);
    assert.equal((await stripe.customers.retrievePaymentMethod('cus_123', made.id)).id, made.id);
    assert.equal((await stripe.paymentMethods.detach(made.id)).customer, null);
    assert.equal((await stripe.paymentMethods.list({ customer: 'cus_123' })).data.length, 2);
  },
  async 'card numbers: the declined, the wrong, the real'(stripe) {
    const card = (number) => ({ type: 'card', card: { number, exp_month: 12, exp_year: 2034, cvc: '123' } });
    const kept = await stripe.paymentMethods.create(card('4000000000000002'));
    assert.equal((await refused(() => stripe.paymentMethods.attach(kept.id, { customer: 'cus_123' }))).code, 'card_declined');
    assert.equal((await refused(() => stripe.paymentMethods.create(card('4242424242424241')))).code, 'incorrect_number');
    assert.equal((await refused(() => stripe.paymentMethods.create(card('4929000000000000')))).decline_code, 'test_mode_live_card');
    const later = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: 'cus_123' });
    assert.equal((await refused(() => paid(stripe, { payment_method: later.id, customer: 'cus_123' }))).code, 'card_declined');
  },
  async 'setup intents save a card'(stripe) {
    const made = await stripe.setupIntents.create({ customer: 'cus_123', payment_method_types: ['card'], usage: 'off_session' });
    assert.equal(made.status, 'requires_payment_method');
    assert.equal((await stripe.setupIntents.update(made.id, { description: 'for later' })).description, 'for later');
    const done = await stripe.setupIntents.confirm(made.id, { payment_method: 'pm_card_visa' });
    assert.equal(done.status, 'succeeded');
    assert.equal((await stripe.paymentMethods.retrieve(done.payment_method)).customer, 'cus_123');
    assert.equal((await stripe.setupIntents.retrieve(made.id)).status, 'succeeded');
    const other = await stripe.setupIntents.create({ payment_method: 'pm_card_authenticationRequiredOnSetup', confirm: true });
    assert.equal(other.status, 'requires_action');
    assert.equal((await stripe.setupIntents.cancel(other.id)).status, 'canceled');
    const no = await refused(() => stripe.setupIntents.create({ payment_method: 'pm_card_chargeDeclined', confirm: true }));
    assert.equal(no.code, 'card_declined');
    assert.equal(no.setup_intent.status, 'requires_payment_method');
    assert.equal((await stripe.setupIntents.list({ limit: 10 })).data.length, 3);
  },
  async 'charges by token, and what becomes of them'(stripe) {
    const made = await stripe.charges.create({ amount: 700, currency: 'usd', source: 'tok_visa', capture: false, description: 'old way' });
    assert.equal(made.captured, false);
    assert.equal((await stripe.charges.capture(made.id)).amount_captured, 700);
    assert.equal((await stripe.charges.update(made.id, { metadata: { k: 'v' } })).metadata.k, 'v');
    assert.equal((await refused(() => stripe.charges.create({ amount: 1, currency: 'usd', source: 'tok_chargeDeclined' }))).code, 'card_declined');
    assert.ok((await stripe.charges.list({ limit: 3 })).data.some((c) => c.id === made.id));
    assert.equal((await stripe.charges.search({ query: 'amount:700' })).data[0].id, made.id);
  },
  async 'refunds give back what is left, and no more'(stripe) {
    const intent = await paid(stripe);
    const part = await stripe.refunds.create({ payment_intent: intent.id, amount: 500, reason: 'requested_by_customer' });
    assert.equal(part.status, 'succeeded');
    assert.equal(part.charge, intent.latest_charge);
    assert.equal((await stripe.charges.retrieve(intent.latest_charge)).amount_refunded, 500);
    const much = await refused(() => stripe.refunds.create({ charge: intent.latest_charge, amount: 1600 }));
    assert.equal(much.param, 'amount');
    const rest = await stripe.refunds.create({ charge: intent.latest_charge });
    assert.equal(rest.amount, 1500);
    assert.equal((await stripe.charges.retrieve(intent.latest_charge)).refunded, true);
    assert.equal((await refused(() => stripe.refunds.create({ payment_intent: intent.id }))).code, 'charge_already_refunded');
    assert.equal((await stripe.refunds.retrieve(part.id)).amount, 500);
    assert.equal((await stripe.refunds.update(part.id, { metadata: { why: 'late' } })).metadata.why, 'late');
    assert.equal((await stripe.refunds.list({ payment_intent: intent.id })).data.length, 2);
    const slow = await paid(stripe, { payment_method: 'pm_card_pendingRefund' });
    assert.equal((await stripe.refunds.create({ payment_intent: slow.id })).status, 'pending');
  },
  async 'a disputed card makes a dispute'(stripe) {
    const intent = await paid(stripe, { payment_method: 'pm_card_createDispute' });
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data;
    assert.equal(dispute.reason, 'fraudulent');
    assert.equal((await stripe.disputes.retrieve(dispute.id)).status, 'needs_response');
    const told = await stripe.disputes.update(dispute.id, { evidence: { customer_name: 'Ada' }, submit: true });
    assert.equal(told.evidence.customer_name, 'Ada');
    assert.equal(told.status, 'under_review');
    assert.equal((await stripe.disputes.close(dispute.id)).status, 'lost');
  },
};
