// The official JavaScript SDK verifies the signed cards of a running CodexA2A: the public one as fetched, and the extended one.
// One line per check; the exit code is the number of failures.
//   A2A_URL, A2A_TOKEN    the service (required)
import { verifyAgentCardSignature } from '@a2a-js/sdk';

const url = required('A2A_URL').replace(/\/$/, '');
const token = required('A2A_TOKEN');
const headers = { authorization: `Bearer ${token}`, 'a2a-version': '1.0' };

let failures = 0;
for (const [name, path] of [['public', '/.well-known/agent-card.json'], ['extended', '/extendedAgentCard']]) {
  const json = await (await fetch(url + path, { headers })).json();
  await check(`${name} card verifies`, () => verify(json));
  await check(`${name} card does not verify once changed`, () => fails(() => verify({ ...json, description: `${json.description}!` })));
  for (const one of json.signatures.filter((_, index) => index % 2 === 0)) {
    await check(`${name} card verifies by the one signature ${one.protected.slice(0, 12)}`, () => verify({ ...json, signatures: [one] }));
  }
}

process.exit(failures);

async function verify(json) {
  const verifier = verifyAgentCardSignature(async (kid, jku) => {
    const { keys } = await (await fetch(jku)).json();
    const key = keys.find((one) => one.kid === kid);
    if (!key) throw new Error(`no key ${kid}`);
    return key;
  });
  // The JSON as it came: the SDK reads it itself, and loses securitySchemes when it reads what it has read already.
  await verifier(json);
}

async function fails(run) {
  try {
    await run();
  } catch {
    return;
  }
  throw new Error('it verifies');
}

async function check(name, run) {
  // The SDK tells of each signature that does not hold.
  console.debug = () => {};
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAIL ${name}: ${error.message}`);
  }
}

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
}
