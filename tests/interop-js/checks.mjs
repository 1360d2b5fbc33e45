// What both scripts need: settings from the environment, checks that are counted and told line by line, and a client with the token.
const limit = Number(process.env.INTEROP_TIMEOUT_MS ?? 30_000);
let failures = 0;

/** The value of an environment variable; without it the script ends. */
export function required(name) {
  const value = process.env[name];
  if (value) return value;
  console.error(`${name} is not set.`);
  process.exit(2);
}

/** fetch with the service's token. */
export function authorizing(token) {
  return (input, init = {}) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init.headers)), authorization: `Bearer ${token}` } });
}

/** Runs one check within the limit and tells how it went; the note is what it returns. */
export async function check(binding, name, body) {
  const at = performance.now();
  try {
    const note = await body(AbortSignal.timeout(limit));
    console.log(`ok   ${binding} ${name} (${Math.round(performance.now() - at)} ms)${note ? ` ${note}` : ''}`);
  } catch (error) {
    failures++;
    console.log(`FAIL ${binding} ${name} (${Math.round(performance.now() - at)} ms) ${error.name}: ${error.message}`);
  }
}

/** Ends the script; the exit code is the number of failures (at most 100). */
export function finish() {
  process.exit(Math.min(failures, 100));
}

/** What a call fails with. */
export async function failureOf(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }

  throw new Error('the call succeeded');
}

export function assert(condition, what) {
  if (!condition) throw new Error(`not true: ${what}`);
}

/** Holds an error against the name of its class, which the SDKs may put something before. */
export function isNamed(error, name) {
  assert(error.constructor.name.includes(name), `${name}, not ${error.constructor.name}: ${error.message}`);
}
