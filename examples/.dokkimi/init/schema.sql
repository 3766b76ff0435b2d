-- The order-service's tables. Money is in US cents.

CREATE TABLE customers (
  id    SERIAL PRIMARY KEY,
  email VARCHAR(200) NOT NULL,
  phone VARCHAR(20),
  name  VARCHAR(100) NOT NULL
);

CREATE TABLE products (
  id          SERIAL PRIMARY KEY,
  sku         VARCHAR(50) UNIQUE NOT NULL,
  name        VARCHAR(200) NOT NULL,
  price_cents INTEGER NOT NULL,
  stock       INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE orders (
  id          SERIAL PRIMARY KEY,
  customer_id INTEGER REFERENCES customers (id),
  status      VARCHAR(20) DEFAULT 'pending',
  total_cents INTEGER NOT NULL,
  created_at  TIMESTAMP DEFAULT NOW()
);

CREATE TABLE order_items (
  order_id         INTEGER REFERENCES orders (id),
  product_id       INTEGER REFERENCES products (id),
  quantity         INTEGER NOT NULL,
  unit_price_cents INTEGER NOT NULL,
  PRIMARY KEY (order_id, product_id)
);
