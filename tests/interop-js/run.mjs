// The official JavaScript client does every operation of a plain A2A 1.0 client, over both HTTP bindings.
// One line per check; the exit code is the number of failures (at most 100).
//   A2A_URL, A2A_TOKEN    the service (required)
//   INTEROP_TEXT          a message whose turn ends by itself; INTEROP_EXPECT is a text its answer contains
//   INTEROP_SLOW_TEXT     a message whose turn runs until it is canceled
import { randomUUID } from 'node:crypto';
import { Role, TaskState } from '@a2a-js/sdk';
import { ClientFactory, DefaultAgentCardResolver, JsonRpcTransportFactory, RestTransportFactory } from '@a2a-js/sdk/client';

const url = required('A2A_URL');
const token = required('A2A_TOKEN');
const text = process.env.INTEROP_TEXT ?? 'Say hello.';
const expected = process.env.INTEROP_EXPECT ?? '';
const slowText = process.env.INTEROP_SLOW_TEXT ?? 'slow stream';
const limit = Number(process.env.INTEROP_TIMEOUT_MS ?? 30_000);

const withToken = (input, init = {}) =>
  fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${token}` } });

let failures = 0;
for (const binding of ['JSONRPC', 'HTTP+JSON']) {
  await runBinding(binding);
}

process.exit(Math.min(failures, 100));

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
    assert(error.constructor.name.endsWith('TaskNotFoundError'), `TaskNotFoundError, not ${error.constructor.name}: ${error.message}`);
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
    assert(error.constructor.name.endsWith('TaskNotCancelableError'), `TaskNotCancelableError, not ${error.constructor.name}: ${error.message}`);
  });

  await check(binding, 'subscribe ended', async (signal) => {
    const error = await failureOf(client.resubscribeTask({ tenant: '', id: task.id }, { signal }).next());
    assert(error.constructor.name.endsWith('UnsupportedOperationError'), `UnsupportedOperationError, not ${error.constructor.name}: ${error.message}`);
  });

  await check(binding, 'continue context', async (signal) => {
    const next = await client.sendMessage(request(text, task.contextId), { signal });
    assert(next.contextId === task.contextId && next.id !== task.id, 'a new task in the same context');
    const page = await client.listTasks(listOf(task.contextId), { signal });
    assert(page.totalSize === 2, `the context holds two tasks (${page.totalSize})`);
  });
}

async function check(binding, name, body) {
  const at = performance.now();
  try {
    const note = await body(AbortSignal.timeout(limit));
    console.log(`ok   ${binding} ${name} (${Math.round(performance.now() - at)} ms)${note ? ` ${note}` : ''}`);
  } catch (error) {
    failures++;
    console.log(`FAIL ${binding} ${name} (${Math.round(performance.now() - at)} ms) ${error.name}: ${error.message}`);
  }
}

function request(words, contextId = '') {
  return {
    tenant: '',
    message: {
      messageId: randomUUID(),
      contextId,
      taskId: '',
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

async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }

  throw new Error('the call succeeded');
}

function assert(condition, what) {
  if (!condition) throw new Error(`not true: ${what}`);
}

function required(name) {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set.`);
  process.exit(2);
}
