// stripe for Node against the twin at TWIN_URL. Each case has its own run of the twin, chosen by its key.
import Stripe from 'stripe';
import { recorded, run } from './harness.mjs';
import { money } from './stripe-money.mjs';
import { sales } from './stripe-sales.mjs';
import { wire } from './stripe-wire.mjs';

const twin = new URL(process.env.TWIN_URL);
let n = 0;
await run({ ...sales, ...money, ...wire }, (name, calls) =>
  recorded(
    new Stripe(`sk_test_node_run_${process.pid}-${++n}`, {
      host: twin.hostname,
      port: twin.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    }),
    calls,
  ),
);
