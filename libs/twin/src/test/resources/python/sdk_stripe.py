# stripe for Python, unmodified, against the twin at TWIN_URL: the calls of the tutorial first.
import os
import uuid

import stripe

stripe.api_key = "sk_test_run_" + uuid.uuid4().hex
stripe.api_base = os.environ["TWIN_URL"]


def refused(kind, work):
    try:
        work()
    except kind as error:
        return error
    raise AssertionError("expected " + kind.__name__)


customer = stripe.Customer.create(name="Test User", email="test@example.com")
assert customer.id.startswith("cus_")
updated = stripe.Customer.modify(customer.id, name="New Name")
assert updated.name == "New Name"
assert stripe.Customer.retrieve(customer.id).email == "test@example.com"
print("create, modify, retrieve")

for n in range(5):
    stripe.Customer.create(name="c%d" % n, metadata={"n": str(n)})
ids = [one.id for one in stripe.Customer.list(limit=2).auto_paging_iter()]
assert len(ids) == len(set(ids)) == 7, ids
assert [one.metadata["n"] for one in stripe.Customer.search(query="name:'c3'").auto_paging_iter()] == ["3"]
print("list, auto-paging, search")

stripe.PaymentMethod.attach("pm_card_visa", customer=customer.id)
stripe.PaymentMethod.attach("pm_card_mastercard", customer=customer.id)
cards = stripe.Customer.list_payment_methods(customer.id, type="card", limit=1)
assert sorted(card.card.brand for card in cards.auto_paging_iter()) == ["mastercard", "visa"]
print("a nested list is paged at its own address")

paid = stripe.PaymentIntent.create(
    amount=1200, currency="usd", customer=customer.id, payment_method="pm_card_visa", confirm=True, expand=["customer", "latest_charge"]
)
assert paid.status == "succeeded" and paid.customer.name == "New Name" and paid.latest_charge.paid
declined = refused(
    stripe.error.CardError,
    lambda: stripe.PaymentIntent.create(amount=1200, currency="usd", payment_method="pm_card_chargeDeclined", confirm=True),
)
assert declined.code == "card_declined" and declined.http_status == 402
print("pay, expand, decline")

key = uuid.uuid4().hex
assert stripe.Customer.create(name="Once", idempotency_key=key).id == stripe.Customer.create(name="Once", idempotency_key=key).id
refused(stripe.error.IdempotencyError, lambda: stripe.Customer.create(name="Twice", idempotency_key=key))
print("one key, one customer")

assert customer.delete().deleted
missing = refused(stripe.error.InvalidRequestError, lambda: stripe.Customer.modify(customer.id, name="x"))
assert missing.code == "resource_missing" and missing.http_status == 404 and missing.request_id.startswith("req_")
print("delete, errors")

endpoint = stripe.WebhookEndpoint.create(url=os.environ["HOOK_URL"], enabled_events=["product.created"])
stripe.Product.create(name="Lamp")
print("secret " + endpoint.secret)
