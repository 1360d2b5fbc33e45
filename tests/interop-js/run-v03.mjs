// The official JavaScript client of A2A 0.3 does every operation of a plain client of its time, over both HTTP bindings.
// One line per check; the exit code is the number of failures (at most 100).
//   A2A_URL, A2A_TOKEN    the service (required)
//   INTEROP_TEXT          a message whose turn ends by itself; INTEROP_EXPECT is a text its answer contains
//   INTEROP_SLOW_TEXT     a message whose turn runs until it is canceled
//   INTEROP_ASK_TEXT      a message whose turn asks for an approval; without it nothing is asked
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory, RestTransportFactory } from 'a2a-js-sdk-v03/client';
import { assert, authorizing, check, failureOf, finish, isNamed, required } from './checks.mjs';

const url = required('A2A_URL');
const token = required('A2A_TOKEN');
const withToken = authorizing(token);
const text = process.env.INTEROP_TEXT ?? 'Say hello.';
const expected = process.env.INTEROP_EXPECT ?? '';
const slowText = process.env.INTEROP_SLOW_TEXT ?? 'slow stream';
const askText = process.env.INTEROP_ASK_TEXT ?? '';


for (const binding of ['JSONRPC', 'HTTP+JSON']) {
  await runBinding(binding);
}

finish();

async function runBinding(binding) {
  const transport = binding === 'JSONRPC' ? JsonRpcTransportFactory : RestTransportFactory;
  const factory = new ClientFactory({
    transports: [new transport({ fetchImpl: withToken })],
    preferredTransports: [binding],
    cardResolver: new DefaultAgentCardResolver(),
  });

  let client;
  let task;
  await check(binding, 'card', async () => {
    client = await factory.createFromUrl(url);
    const card = await new DefaultAgentCardResolver().resolve(url);
    assert(card.preferredTransport === 'JSONRPC' && card.url, 'the card names its URL');
    assert(card.additionalInterfaces.some((item) => item.transport === 'HTTP+JSON'), 'the card names the other binding');
    return `${card.name} ${card.protocolVersion}`;
  });
  if (!client) return;

  await check(binding, 'extended card', async () => {
    const card = await client.getAgentCard();
    assert(card.capabilities.extensions.some((item) => item.params?.methods), 'it has the methods of the extensions');
  });

  await check(binding, 'send', async (signal) => {
    task = await client.sendMessage(request(text), { signal });
    assert(task.kind === 'task' && task.status.state === 'completed', `the task completed (${task.status?.state})`);
    assert(answerOf(task.artifacts).includes(expected), `the answer contains "${expected}"`);
    assert(task.history[0].role === 'user' && task.history[0].parts[0].text === text, 'the history begins with the message');
    return `${task.id} ${JSON.stringify(answerOf(task.artifacts)).slice(0, 60)}`;
  });

  await check(binding, 'stream', async (signal) => {
    const seen = [];
    for await (const event of client.sendMessageStream(request(text), { signal })) seen.push(event);
    assert(seen[0].kind === 'task', `the first event is the task (${seen[0].kind})`);
    assert(seen.some((event) => event.kind === 'artifact-update'), 'artifacts are streamed');
    assert(seen.at(-1).kind === 'status-update' && seen.at(-1).status.state === 'completed' && seen.at(-1).final, 'the last event is final');
    assert(seen.filter((event) => event.final).length === 1, 'no other event is');
    return `${seen.length} events`;
  });

  await check(binding, 'get', async (signal) => {
    const again = await client.getTask({ id: task.id, historyLength: 1 }, { signal });
    assert(again.id === task.id && again.contextId === task.contextId, 'it is the same task');
    assert(answerOf(again.artifacts) === answerOf(task.artifacts), 'the stored answer is the one that was sent');
    assert(again.history.length === 1, 'historyLength is kept');
  });

  await check(binding, 'get unknown', async (signal) => isNamed(await failureOf(client.getTask({ id: randomUUID() }, { signal })), 'TaskNotFound'));

  if (askText) {
    await check(binding, 'input required and continue', async (signal) => {
      const events = [];
      for await (const event of client.sendMessageStream(request(askText), { signal })) events.push(event);
      const asked = events.at(-1);
      assert(asked.status?.state === 'input-required' && asked.final, `the stream closes at the question (${asked.status?.state} ${asked.final})`);
      const answered = await client.sendMessage(request('approve', { taskId: asked.taskId, contextId: asked.contextId }), { signal });
      assert(answered.id === asked.taskId, 'the answer goes on with the task');
      const ended = await endOf(client, asked.taskId, signal);
      assert(ended === 'completed', `the task completed (${ended})`);
    });
  }

  await check(binding, 'resubscribe and cancel', async (signal) => {
    const started = await client.sendMessage(request(slowText, {}, false), { signal });
    const states = [];
    let canceled;
    for await (const event of client.resubscribeTask({ id: started.id }, { signal })) {
      states.push(event.status?.state ?? event.kind);
      if (!canceled && (event.kind === 'artifact-update' || states.at(-1) === 'working')) canceled = client.cancelTask({ id: started.id }, { signal });
    }

    const after = await canceled;
    assert(states.at(-1) === 'canceled', `the subscription ends with canceled (${states.at(-1)})`);
    assert(after?.status?.state === 'canceled', `cancel answers the canceled task (${after?.status?.state})`);
    return `${states.length} events`;
  });

  await check(binding, 'cancel ended', async (signal) => isNamed(await failureOf(client.cancelTask({ id: task.id }, { signal })), 'TaskNotCancelable'));

  await check(binding, 'resubscribe ended', async (signal) => {
    // An error before the first event is plain JSON, as the official server sends it. Over JSON-RPC, where its status is 200, this
    // client tells no more than that it is no stream.
    const error = await failureOf(client.resubscribeTask({ id: task.id }, { signal }).next());
    assert(/has ended|Invalid response Content-Type for SSE stream/.test(error.message), `no stream, not ${error.name}: ${error.message}`);
    if (binding === 'HTTP+JSON') isNamed(error, 'UnsupportedOperation');
  });

  await webhooks(client, binding);
}

async function webhooks(client, binding) {
  const received = [];
  let wake = () => {};
  const receiver = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      received.push({ headers: incoming.headers, body: JSON.parse(Buffer.concat(chunks)) });
      outgoing.writeHead(204).end();
      wake();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hook = { url: `http://127.0.0.1:${receiver.address().port}/hook`, token: 'a-secret-token', authentication: { schemes: ['Bearer'], credentials: 'a-credential' } };
  const first = (signal, wanted) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error(`not delivered; what came: ${JSON.stringify(received.map((one) => one.body.status?.state))}`)));
      wake = () => {
        const found = received.find(wanted);
        if (found) resolve(found);
      };
      wake();
    });

  await check(binding, 'push delivery', async (signal) => {
    const sent = request(text);
    sent.configuration.pushNotificationConfig = hook;
    const task = await client.sendMessage(sent, { signal });
    assert(task.status?.state === 'completed', `the turn completed (${task.status?.state})`);
    await first(signal, (one) => one.body.id === task.id && one.body.status.state === 'completed');
    for (const { headers, body } of received) {
      assert(body.kind === 'task' && body.id === task.id && !('task' in body), `each body is the task alone (${Object.keys(body)})`);
      assert(body.history[0].kind === 'message' && body.history[0].role === 'user', 'with the words of 0.3');
      assert(headers['content-type'] === 'application/json', `as application/json (${headers['content-type']})`);
      assert(headers['x-a2a-notification-token'] === hook.token && headers.authorization === 'Bearer a-credential', 'with token and credentials');
    }

    assert(answerOf(received.at(-1).body.artifacts) === answerOf(task.artifacts), 'the last one has the answer');
    return `${received.length} deliveries`;
  });

  await check(binding, 'push configs', async (signal) => {
    const slow = await client.sendMessage(request(slowText, {}, false), { signal });
    const set = await client.setTaskPushNotificationConfig({ taskId: slow.id, pushNotificationConfig: { id: 'mine', ...hook } }, { signal });
    assert(set.taskId === slow.id && set.pushNotificationConfig.id === 'mine' && set.pushNotificationConfig.url === hook.url, 'it is set');
    const came = await first(signal, (one) => one.body.id === slow.id);
    assert(came.body.kind === 'task' && ['submitted', 'working'].includes(came.body.status.state), `it is told of the task as it is (${came.body.status.state})`);
    const of = { id: slow.id, pushNotificationConfigId: 'mine' };
    const again = await client.getTaskPushNotificationConfig(of, { signal });
    assert(again.taskId === slow.id && again.pushNotificationConfig.url === hook.url && again.pushNotificationConfig.token === hook.token, 'it can be read');
    assert(again.pushNotificationConfig.authentication.schemes[0] === 'Bearer', 'its scheme is in a list');
    await client.setTaskPushNotificationConfig({ taskId: slow.id, pushNotificationConfig: { id: 'other', ...hook } }, { signal });
    const listed = await client.listTaskPushNotificationConfig({ id: slow.id }, { signal });
    assert(listed.map((one) => one.pushNotificationConfig.id).join() === 'mine,other', `both are listed (${JSON.stringify(listed)})`);
    await client.deleteTaskPushNotificationConfig(of, { signal });
    isNamed(await failureOf(client.getTaskPushNotificationConfig(of, { signal })), 'TaskNotFound');
    assert((await client.listTaskPushNotificationConfig({ id: slow.id }, { signal })).length === 1, 'the other one is left');
    await client.cancelTask({ id: slow.id }, { signal });
  });

  receiver.close();
}

async function endOf(client, id, signal) {
  for (;;) {
    const { status } = await client.getTask({ id }, { signal });
    if (['completed', 'failed', 'canceled', 'rejected'].includes(status.state)) return status.state;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function request(words, of = {}, blocking = true) {
  return {
    message: { kind: 'message', messageId: randomUUID(), role: 'user', parts: [{ kind: 'text', text: words }], ...of },
    configuration: { blocking },
  };
}

function answerOf(artifacts) {
  return (artifacts ?? [])
    .filter((artifact) => artifact.name === 'answer')
    .flatMap((artifact) => artifact.parts)
    .map((part) => (part.kind === 'text' ? part.text : ''))
    .join('');
}
