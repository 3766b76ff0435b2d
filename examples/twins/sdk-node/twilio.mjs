// twilio for Node against the twin at TWIN_URL: what the client would send to Twilio's host goes to the twin instead.
import assert from 'node:assert/strict';
import twilio from 'twilio';
import { receiver, recorded, refused, run } from './harness.mjs';

const ACCOUNT = 'AC0123456789abcdef0123456789abcdef';
const plain = new twilio.RequestClient();
const rerouted = {
  request(options) {
    const asked = new URL(options.uri);
    return plain.request({ ...options, uri: `${process.env.TWIN_URL}${asked.pathname}${asked.search}` });
  },
};

const cases = {
  async 'messages are sent, read, redacted, deleted'(client) {
    const made = await client.messages.create({ from: '+15550001111', to: '+15550009999', body: 'Hello', mediaUrl: ['https://a.example/1.png'] });
    assert.match(made.sid, /^SM[0-9a-f]{32}$/);
    assert.equal(made.status, 'queued');
    assert.equal(made.from, '+15550001111');
    assert.equal(made.accountSid, ACCOUNT);
    assert.ok(made.dateCreated instanceof Date && !Number.isNaN(made.dateCreated.getTime()));
    assert.equal((await client.messages(made.sid).fetch()).body, 'Hello');
    assert.equal((await client.messages(made.sid).update({ body: '' })).body, '');
    assert.equal(await client.messages(made.sid).remove(), true);
    const e = await refused(() => client.messages(made.sid).fetch());
    assert.equal(e.constructor.name, 'RestException');
    assert.equal(e.status, 404);
    assert.equal(e.code, 20404);
    assert.match(e.moreInfo, /20404$/);
  },
  async 'lists are paged and filtered'(client) {
    for (let i = 0; i < 7; i++) await client.messages.create({ from: '+15550001111', to: '+15550007777', body: `m${i}` });
    const all = await client.messages.list({ pageSize: 3 });
    assert.equal(all.length, 9);
    assert.equal(new Set(all.map((m) => m.sid)).size, 9);
    assert.equal((await client.messages.list({ to: '+15550007777', limit: 5 })).length, 5);
    const seen = [];
    await new Promise((done, fail) => client.messages.each({ pageSize: 4, callback: (m) => seen.push(m.sid), done: (e) => (e ? fail(e) : done()) }));
    assert.equal(seen.length, 9);
    const page = await client.messages.page({ pageSize: 4 });
    assert.equal(page.instances.length, 4);
    assert.equal((await page.nextPage()).instances.length, 4);
  },
  async 'numbers of the test documentation are refused'(client) {
    const send = (to, from = '+15550001111') => refused(() => client.messages.create({ to, from, body: 'x' }));
    assert.equal((await send('+15005550001')).code, 21211);
    assert.equal((await send('+15005550002')).code, 21612);
    assert.equal((await send('+15005550003')).code, 21408);
    assert.equal((await send('+15005550004')).code, 21610);
    assert.equal((await send('+15005550009')).code, 21614);
    assert.equal((await send('+15550009999', '+15005550001')).code, 21212);
    assert.equal((await send('+15550009999', '+15005550007')).code, 21606);
    assert.equal((await send('+15550009999', '+15005550008')).code, 21611);
    assert.equal((await refused(() => client.calls.create({ to: '+15005550001', from: '+15005550006', url: 'https://a.example' }))).code, 21217);
    assert.equal((await refused(() => client.incomingPhoneNumbers.create({ phoneNumber: '+15005550000' }))).code, 21422);
  },
  async 'a status callback is signed as the client verifies'(client) {
    const shop = await receiver();
    try {
      const url = `${shop.url}/sms?order=1`;
      const made = await client.messages.create({ from: '+15550001111', to: '+15550009999', body: 'Hi', statusCallback: url });
      const got = await shop.next();
      const form = Object.fromEntries(new URLSearchParams(got.body));
      assert.equal(form.MessageSid, made.sid);
      assert.equal(form.MessageStatus, 'delivered');
      assert.equal(twilio.validateRequest('twin_auth_token', got.headers['x-twilio-signature'], url, form), true);
      assert.equal(twilio.validateRequest('another', got.headers['x-twilio-signature'], url, form), false);
    } finally {
      shop.close();
    }
  },
  async 'calls'(client) {
    const made = await client.calls.create({ to: '+15550002222', from: '+15550001111', url: 'https://shop.example/voice' });
    assert.match(made.sid, /^CA[0-9a-f]{32}$/);
    assert.equal((await client.calls(made.sid).fetch()).to, '+15550002222');
    assert.equal((await client.calls(made.sid).update({ status: 'completed' })).status, 'completed');
    assert.equal((await client.calls.list()).length, 2);
    assert.equal(await client.calls(made.sid).remove(), true);
  },
  async 'accounts'(client) {
    const made = await client.api.v2010.accounts.create({ friendlyName: 'Second' });
    assert.match(made.sid, /^AC[0-9a-f]{32}$/);
    assert.equal((await client.api.v2010.accounts(made.sid).fetch()).friendlyName, 'Second');
    assert.equal((await client.api.v2010.accounts(made.sid).update({ friendlyName: 'Third' })).friendlyName, 'Third');
    assert.equal((await client.api.v2010.accounts.list()).length, 2);
  },
  async 'phone numbers'(client) {
    const made = await client.incomingPhoneNumbers.create({ phoneNumber: '+15550006666' });
    assert.match(made.sid, /^PN[0-9a-f]{32}$/);
    assert.equal((await client.incomingPhoneNumbers(made.sid).update({ friendlyName: 'Desk' })).friendlyName, 'Desk');
    const [first] = await client.incomingPhoneNumbers.list({ phoneNumber: '+15550001111' });
    assert.equal((await client.incomingPhoneNumbers(first.sid).fetch()).capabilities.voice, true);
    assert.equal(await client.incomingPhoneNumbers(made.sid).remove(), true);
    assert.equal((await client.incomingPhoneNumbers.list()).length, 2);
  },
  async 'recordings, conferences, participants'(client) {
    const [recording] = await client.recordings.list();
    assert.equal((await client.recordings(recording.sid).fetch()).channels, 1);
    assert.equal(await client.recordings(recording.sid).remove(), true);
    const [room] = await client.conferences.list();
    assert.equal((await client.conferences(room.sid).fetch()).friendlyName, 'Stand-up');
    const joined = await client.conferences(room.sid).participants.create({ from: '+15550001111', to: '+15550002222' });
    assert.equal(joined.conferenceSid, room.sid);
    const there = client.conferences(room.sid).participants(joined.callSid);
    assert.equal((await there.update({ muted: true })).muted, true);
    assert.equal((await there.fetch()).muted, true);
    assert.equal((await client.conferences(room.sid).participants.list()).length, 2);
    assert.equal(await there.remove(), true);
    assert.equal((await client.conferences(room.sid).update({ status: 'completed' })).status, 'completed');
    assert.deepEqual(await client.conferences(`CF${'0'.repeat(32)}`).participants.list(), []);
  },
};

let n = 0;
await run(cases, (name, calls) => recorded(twilio(ACCOUNT, `token_run_${process.pid}-${++n}`, { httpClient: rerouted, accountSid: ACCOUNT }), calls));
