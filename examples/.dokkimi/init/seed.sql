-- A customer whom messages can reach and three products; only five Turbo Gadgets are left.

INSERT INTO customers (id, name, email, phone)
VALUES (1, 'Jane Doe', 'buyer@example.com', '+15551234567');

INSERT INTO products (id, sku, name, price_cents, stock)
VALUES (1, 'WIDGET-001', 'Blue Widget', 999, 50),
       (2, 'WIDGET-002', 'Red Widget', 1499, 30),
       (3, 'GADGET-001', 'Turbo Gadget', 4999, 5);

-- Ids that the shop gives out begin at 11, clear of the rows above.
SELECT setval('customers_id_seq', 10);
SELECT setval('products_id_seq', 10);
SELECT setval('orders_id_seq', 10);
