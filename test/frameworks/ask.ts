import type { CredentialsProvider } from '../../src/index.js';

/** Credentials of the demo's own server, by a function as an app would write it. */
export const ask: CredentialsProvider = async (context) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch('/credentials', { method: 'POST', headers, body: JSON.stringify(context) });
  return (await answer.json()) as Awaited<ReturnType<CredentialsProvider>>;
};
