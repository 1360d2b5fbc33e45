// The official JavaScript client does every operation of an A2A 1.0 client, over all three bindings.
// One line per check; the exit code is the number of failures (at most 100).
//   A2A_URL, A2A_TOKEN    the service (required)
//   INTEROP_TEXT          a message whose turn ends by itself; INTEROP_EXPECT is a text its answer contains
//   INTEROP_SLOW_TEXT     a message whose turn runs until it is canceled
//   INTEROP_ASK_TEXT      a message whose turn asks and, once it is allowed, completes
import { createHmac, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Role, TaskState } from '@a2a-js/sdk';
import { ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory, RestTransportFactory } from '@a2a-js/sdk/client';
import { GrpcTransportFactory } from '@a2a-js/sdk/client/grpc';
import { assert, authorizing, check, failureOf, finish, isNamed, required } from './checks.mjs';

const url = required('A2A_URL');
const token = required('A2A_TOKEN');
const withToken = authorizing(token);
const text = process.env.INTEROP_TEXT ?? 'Say hello.';
const expected = process.env.INTEROP_EXPECT ?? '';
const slowText = process.env.INTEROP_SLOW_TEXT ?? 'slow stream';
const askingText = process.env.INTEROP_ASK_TEXT ?? 'ask for approval';


// gRPC has no fetch to wrap: the credential is metadata of every call.
const credential = {
  before: async (args) => {
    args.options = { ...args.options, serviceParameters: { ...args.options?.serviceParameters, authorization: `Bearer ${token}` } };
  },
  after: async () => {},
};
const transports = {
  'JSONRPC': () => new JsonRpcTransportFactory({ fetchImpl: withToken }),
  'HTTP+JSON': () => new RestTransportFactory({ fetchImpl: withToken }),
  'GRPC': () => new GrpcTransportFactory(),
};

for (const binding of Object.keys(transports)) {
  await runBinding(binding);
}

finish();

async function runBinding(binding) {
  const factory = new ClientFactory({
    transports: [transports[binding]()],
    preferredTransports: [binding],
    cardResolver: new DefaultAgentCardResolver(),
    clientConfig: binding === 'GRPC' ? { interceptors: [credential] } : undefined,
  });

  let client;
  let task;
  await check(binding, 'card', async () => {
    client = await factory.createFromUrl(url);
    const card = await new DefaultAgentCardResolver().resolve(url);
    assert(card.supportedInterfaces.some((i) => i.protocolBinding === binding && i.protocolVersion === '1.0'), 'the card offers the binding in 1.0');
    assert(card.skills.length > 0, 'the card has a skill');
    return `${card.name} ${card.version}`;
  });
  if (!client) return;

  await check(binding, 'send', async (signal) => {
    task = await client.sendMessage(request(text), { signal });
    assert(task.status?.state === TaskState.TASK_STATE_COMPLETED, `the task completed (${stateName(task)})`);
    assert(answerOf(task.artifacts).includes(expected), `the answer contains "${expected}"`);
    return `${task.id} ${JSON.stringify(answerOf(task.artifacts)).slice(0, 60)}`;
  });

  await check(binding, 'stream', async (signal) => {
    const seen = [];
    let last;
    for await (const { payload } of client.sendMessageStream(request(text), { signal })) {
      seen.push(payload.$case);
      if (payload.$case === 'statusUpdate') last = payload.value.status?.state;
    }

    assert(seen[0] === 'task', `the first event is the task (${seen[0]})`);
    assert(seen.includes('artifactUpdate'), 'artifacts are streamed');
    assert(seen.at(-1) === 'statusUpdate' && last === TaskState.TASK_STATE_COMPLETED, 'the last event completes the task');
    return `${seen.length} events`;
  });

  await check(binding, 'get', async (signal) => {
    const again = await client.getTask({ tenant: '', id: task.id, historyLength: 1 }, { signal });
    assert(again.id === task.id && again.contextId === task.contextId, 'it is the same task');
    assert(answerOf(again.artifacts) === answerOf(task.artifacts), 'the stored answer is the one that was sent');
    assert(again.history.length === 1, 'historyLength is kept');
  });

  await check(binding, 'get unknown', async (signal) => {
    const error = await failureOf(client.getTask({ tenant: '', id: randomUUID() }, { signal }));
    isNamed(error, 'TaskNotFoundError');
  });

  await check(binding, 'list', async (signal) => {
    const page = await client.listTasks(listOf(task.contextId), { signal });
    assert(page.tasks.length === 1 && page.tasks[0].id === task.id, 'the context holds exactly the task');
    assert(page.totalSize === 1 && page.nextPageToken === '', 'total and last page are told');
  });

  await check(binding, 'subscribe and cancel', async (signal) => {
    const started = await client.sendMessage({ ...request(slowText), configuration: configuration(true) }, { signal });
    const states = [];
    let canceled;
    for await (const { payload } of client.resubscribeTask({ tenant: '', id: started.id }, { signal })) {
      states.push(payload.$case === 'task' || payload.$case === 'statusUpdate' ? payload.value.status?.state : payload.$case);
      if (!canceled && (payload.$case === 'artifactUpdate' || states.at(-1) === TaskState.TASK_STATE_WORKING)) {
        canceled = client.cancelTask({ tenant: '', id: started.id, metadata: undefined }, { signal });
      }
    }

    const after = await canceled;
    assert(states.at(-1) === TaskState.TASK_STATE_CANCELED, `the subscription ends with CANCELED (${states.at(-1)})`);
    assert(after?.status?.state === TaskState.TASK_STATE_CANCELED, `cancel answers the canceled task (${stateName(after)})`);
    return `${states.length} events`;
  });

  await check(binding, 'cancel ended', async (signal) => {
    const error = await failureOf(client.cancelTask({ tenant: '', id: task.id, metadata: undefined }, { signal }));
    isNamed(error, 'TaskNotCancelableError');
  });

  await check(binding, 'subscribe ended', async (signal) => {
    const error = await failureOf(client.resubscribeTask({ tenant: '', id: task.id }, { signal }).next());
    isNamed(error, 'UnsupportedOperationError');
  });

  await check(binding, 'continue context', async (signal) => {
    const next = await client.sendMessage(request(text, task.contextId), { signal });
    assert(next.contextId === task.contextId && next.id !== task.id, 'a new task in the same context');
    const page = await client.listTasks(listOf(task.contextId), { signal });
    assert(page.totalSize === 2, `the context holds two tasks (${page.totalSize})`);
  });

  await asks(client, binding);
  await webhooks(client, binding);
  await check(binding, 'extended card', async (signal) => {
    const card = await client.getAgentCard({ signal });
    assert(card.capabilities?.extensions.some((extension) => extension.params?.methods), 'it tells the methods of extensions');
  });
}

async function asks(client, binding) {
  let question;
  await check(binding, 'input required', async (signal) => {
    question = await client.sendMessage(request(askingText), { signal });
    assert(question.status?.state === TaskState.TASK_STATE_INPUT_REQUIRED, `the task waits for an answer (${stateName(question)})`);
    assert(question.status.message?.parts.length > 0, 'the question says what it is about');
  });

  await check(binding, 'answer and continue', async (signal) => {
    const states = [];
    for await (const { payload } of client.sendMessageStream(request('approve', question.contextId, question.id), { signal })) {
      if (payload.$case === 'task' || payload.$case === 'statusUpdate') states.push(payload.value.status?.state);
    }

    assert(states.at(-1) === TaskState.TASK_STATE_COMPLETED, `the turn goes on to its end (${states})`);
  });
}

async function webhooks(client, binding) {
  const received = [];
  let completed;
  const ended = new Promise((resolve) => (completed = resolve));
  const receiver = createServer((incoming, outgoing) => {
    const chunks = [];
    incoming.on('data', (chunk) => chunks.push(chunk));
    incoming.on('end', () => {
      const body = Buffer.concat(chunks);
      received.push({ headers: incoming.headers, body, event: JSON.parse(body) });
      outgoing.writeHead(204).end();
      if (received.at(-1).event.statusUpdate?.status.state === 'TASK_STATE_COMPLETED') completed();
    });
  });
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hook = { tenant: '', id: '', taskId: '', url: `http://127.0.0.1:${receiver.address().port}/hook`, token: 'a-secret-token', authentication: undefined };

  await check(binding, 'push delivery', async (signal) => {
    const sent = await client.sendMessage({ ...request(text), configuration: { ...configuration(false), taskPushNotificationConfig: hook } }, { signal });
    assert(sent.status?.state === TaskState.TASK_STATE_COMPLETED, `the turn completed (${stateName(sent)})`);
    await Promise.race([ended, new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('the end was not delivered'))))]);
    const first = received[0];
    assert(first.event.task?.id === sent.id, 'the first delivery is the task');
    assert(first.headers['content-type'].startsWith('application/a2a+json'), `the media type is A2A's (${first.headers['content-type']})`);
    assert(received.every((one) => one.headers['x-a2a-notification-token'] === hook.token), 'each one brings the token');
    assert(new Set(received.map((one) => one.headers['x-a2a-event-id'])).size === received.length, 'each one has an id of its own');
    for (const { headers, body } of received) {
      const signed = createHmac('sha256', hook.token).update(`${headers['x-a2a-event-id']}.${headers['x-a2a-timestamp']}.`).update(body).digest('hex');
      assert(headers['x-a2a-signature'] === `v1=${signed}`, 'the signature is right');
    }

    return `${received.length} deliveries`;
  });

  await check(binding, 'push configs', async (signal) => {
    const slow = await client.sendMessage({ ...request(slowText), configuration: configuration(true) }, { signal });
    const created = await client.createTaskPushNotificationConfig({ ...hook, taskId: slow.id }, { signal });
    assert(created.id !== '' && created.url === hook.url, 'it has an id now');
    const again = await client.getTaskPushNotificationConfig({ tenant: '', taskId: slow.id, id: created.id }, { signal });
    assert(again.url === hook.url && again.id === created.id, 'it can be read');
    const listed = await client.listTaskPushNotificationConfig({ tenant: '', taskId: slow.id, pageSize: 0, pageToken: '' }, { signal });
    assert(listed.configs.length === 1 && listed.configs[0].id === created.id, 'it is listed');
    await client.deleteTaskPushNotificationConfig({ tenant: '', taskId: slow.id, id: created.id }, { signal });
    await client.deleteTaskPushNotificationConfig({ tenant: '', taskId: slow.id, id: created.id }, { signal });
    const error = await failureOf(client.getTaskPushNotificationConfig({ tenant: '', taskId: slow.id, id: created.id }, { signal }));
    isNamed(error, 'TaskNotFoundError');
    await client.cancelTask({ tenant: '', id: slow.id, metadata: undefined }, { signal });
  });

  receiver.close();
}

function request(words, contextId = '', taskId = '') {
  return {
    tenant: '',
    message: {
      messageId: randomUUID(),
      contextId,
      taskId,
      role: Role.ROLE_USER,
      parts: [{ content: { $case: 'text', value: words }, filename: '', mediaType: '', metadata: undefined }],
      metadata: undefined,
      extensions: [],
      referenceTaskIds: [],
    },
    configuration: configuration(false),
    metadata: undefined,
  };
}

function configuration(returnImmediately) {
  return { acceptedOutputModes: [], taskPushNotificationConfig: undefined, returnImmediately };
}

function listOf(contextId) {
  return { tenant: '', contextId, status: TaskState.TASK_STATE_UNSPECIFIED, pageSize: 10, pageToken: '', statusTimestampAfter: undefined };
}

function answerOf(artifacts) {
  return artifacts
    .filter((artifact) => artifact.name === 'answer')
    .flatMap((artifact) => artifact.parts)
    .map((part) => (part.content?.$case === 'text' ? part.content.value : ''))
    .join('');
}

function stateName(task) {
  return TaskState[task?.status?.state] ?? 'no task';
}
