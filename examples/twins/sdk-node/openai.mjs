// openai for Node against the twin at TWIN_URL.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { recorded, refused, run } from './harness.mjs';

const ask = (content, more = {}) => ({ model: 'gpt-4o-mini', messages: [{ role: 'user', content }], ...more });

const cases = {
  async 'models'(client) {
    const ids = [];
    for await (const model of client.models.list()) ids.push(model.id);
    assert.equal(ids.length, 3);
    assert.equal((await client.models.retrieve('gpt-4o')).created, 1715367049);
    const e = await refused(() => client.models.retrieve('nope'));
    assert.ok(e instanceof OpenAI.NotFoundError);
    assert.equal(e.status, 404);
    assert.equal(e.code, 'model_not_found');
  },
  async 'answers are chosen by the prompt'(client) {
    const paris = await client.chat.completions.create(ask('What is the capital of France?'));
    assert.equal(paris.choices[0].message.content, 'Paris.');
    assert.equal(paris.choices[0].finish_reason, 'stop');
    assert.equal(paris.object, 'chat.completion');
    assert.equal(paris.usage.total_tokens, paris.usage.prompt_tokens + paris.usage.completion_tokens);
    assert.match(paris._request_id, /^req_/);
    assert.match((await client.chat.completions.create(ask('Say it back'))).choices[0].message.content, /Say it back/);
  },
  async 'answers can be streamed, piece by piece'(client) {
    const stream = await client.chat.completions.create(ask('Hi', { stream: true }));
    const pieces = [];
    let reason = null;
    for await (const chunk of stream) {
      assert.equal(chunk.object, 'chat.completion.chunk');
      pieces.push(chunk.choices[0]?.delta?.content ?? '');
      reason = chunk.choices[0]?.finish_reason ?? reason;
    }
    assert.ok(pieces.length >= 3);
    assert.equal(pieces.join(''), 'Hello there');
    assert.equal(reason, 'stop');
    const paris = await client.chat.completions.create(ask('What is the capital of France?', { stream: true }));
    let text = '';
    for await (const chunk of paris) text += chunk.choices[0]?.delta?.content ?? '';
    assert.equal(text, 'Paris.');
    const whole = await client.chat.completions.stream(ask('Hi')).finalChatCompletion();
    assert.equal(whole.choices[0].message.content, 'Hello there');
  },
  async 'a tool is asked for'(client) {
    const tools = [{ type: 'function', function: { name: 'get_weather', parameters: { type: 'object', properties: { city: { type: 'string' } } } } }];
    const answer = await client.chat.completions.create(ask('What is the weather in Porto?', { tools }));
    assert.equal(answer.choices[0].finish_reason, 'tool_calls');
    assert.equal(answer.choices[0].message.tool_calls[0].function.name, 'get_weather');
    assert.deepEqual(JSON.parse(answer.choices[0].message.tool_calls[0].function.arguments), { city: 'Porto' });
  },
  async 'errors have their classes'(client) {
    const limited = await refused(() => client.chat.completions.create(ask('[rate limit]')));
    assert.ok(limited instanceof OpenAI.RateLimitError);
    assert.equal(limited.code, 'rate_limit_exceeded');
    assert.ok(limited.headers.get('retry-after'));
    assert.equal(limited.headers.get('x-ratelimit-remaining-requests'), '0');
    assert.ok((await refused(() => client.chat.completions.create(ask('[server error]')))) instanceof OpenAI.InternalServerError);
    assert.equal((await refused(() => client.chat.completions.create(ask('[too long]')))).code, 'context_length_exceeded');
    const bad = await refused(() => client.withOptions({ apiKey: 'wrong-key' }).models.list());
    assert.ok(bad instanceof OpenAI.AuthenticationError);
    assert.equal(bad.code, 'invalid_api_key');
  },
  async 'a refused call is tried again'(client) {
    const patient = client.withOptions({ maxRetries: 2 });
    const answer = await patient.chat.completions.create(ask('[limited once]'));
    assert.equal(answer.choices[0].message.content, 'At last.');
  },
  async 'embeddings'(client) {
    const made = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'twin', encoding_format: 'float' });
    assert.ok(made.data[0].embedding.length >= 1 && made.data[0].embedding.every((n) => typeof n === "number"));
  },
  async 'assistants and threads are kept'(client) {
    const made = await client.beta.assistants.create({ model: 'gpt-4o', name: 'Helper' });
    assert.match(made.id, /^asst_/);
    assert.equal((await client.beta.assistants.retrieve(made.id)).name, 'Helper');
    assert.equal((await client.beta.assistants.update(made.id, { name: 'Other' })).name, 'Other');
    assert.equal((await client.beta.assistants.list()).data.length, 2);
    assert.equal((await client.beta.assistants.delete(made.id)).deleted, true);
    const thread = await client.beta.threads.create({ metadata: { a: 'b' } });
    assert.equal((await client.beta.threads.retrieve(thread.id)).metadata.a, 'b');
    assert.equal((await client.beta.threads.delete(thread.id)).deleted, true);
  },
};

let n = 0;
await run(cases, (name, calls) =>
  recorded(new OpenAI({ apiKey: `sk-test_run_${process.pid}-${++n}`, baseURL: `${process.env.TWIN_URL}/v1`, maxRetries: 0 }), calls),
);
