// SPDX-FileCopyrightText: The Salon contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// peer.mjs FOLDER PLAN: the other side of tests/interop/compare: the official TypeScript
// client from FOLDER/node_modules plays the plan that salon-interop-probe plays, with the
// same capabilities and the same answers to questions, and prints what came back.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, planPath] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(planPath, 'utf8'));
const { resolve: find } = createRequire(pathToFileURL(resolve(folder, 'package.json')));
const load = name => import(pathToFileURL(find(name).replace(/\.cjs$/, '.mjs')).href);
const { Client, SSEClientTransport, StreamableHTTPClientTransport } = await load('@modelcontextprotocol/client');
const { StdioClientTransport, getDefaultEnvironment } = await load('@modelcontextprotocol/client/stdio');

// Anything goes: the comparison is of what the server said, not of what a schema leaves of it.
const anything = {
  '~standard': { version: 1, vendor: 'salon', validate: value => ({ value }) },
};

function makeTransport(entry) {
  if (entry.url === undefined)
    return new StdioClientTransport({
      command: entry.command, args: entry.args ?? [], cwd: entry.cwd,
      env: { ...getDefaultEnvironment(), ...entry.env }, stderr: 'ignore',
    });
  const options = { requestInit: { headers: entry.headers ?? {} } };
  return entry.type === 'sse' ? new SSEClientTransport(new URL(entry.url), options)
    : new StreamableHTTPClientTransport(new URL(entry.url), options);
}

function describe(error) {
  const message = String(error?.message ?? error);
  if (error?.name === 'ProtocolError' || typeof error?.code === 'number')
    return { kind: 'remote', code: error.code, data: error.data, message };
  if (/TIMEOUT/i.test(String(error?.code)))
    return { kind: 'timed-out', message };
  if (/CLOSED/i.test(String(error?.code)))
    return { kind: 'closed', message };
  return { kind: 'failed', message };
}

async function attempt(make) {
  try {
    return await make();
  } catch (error) {
    return { error: describe(error) };
  }
}

async function play(call) {
  if (call.tool !== undefined)
    return { result: await client.callTool({ name: call.tool, arguments: call.arguments }, { timeout }) };
  return { result: await client.request({ method: call.method, params: call.params }, anything, { timeout }) };
}

const timeout = 1000 * (plan.entry.timeout ?? 60);
const client = new Client({ name: 'salon-interop-peer', version: '1' }, {
  // Salon answers questions as tasks, too, and servers offer tools by that.
  capabilities: { sampling: {}, tasks: { list: {}, cancel: {}, requests: { sampling: { createMessage: {} } } } },
  versionNegotiation: { mode: 'auto', probe: { timeoutMs: 10000 } },
});
client.setRequestHandler('sampling/createMessage', () => {
  throw Object.assign(new Error('User rejected sampling request'), { code: -1 });
});

const output = await attempt(async () => {
  await client.connect(makeTransport(plan.entry), { timeout: 1000 * (plan.entry.startTimeout ?? 60) });
  const capabilities = client.getServerCapabilities();
  const info = client.getServerVersion();
  const all = { protocolVersion: client.getNegotiatedProtocolVersion(), capabilities,
    serverInfo: { name: info?.name, title: info?.title ?? info?.name, version: info?.version },
    instructions: client.getInstructions(), tools: [] };
  if (capabilities?.tools)
    all.tools = (await client.listTools(undefined, { timeout })).tools;
  if (capabilities?.prompts)
    all.prompts = await attempt(async () => (await client.listPrompts(undefined, { timeout })).prompts);
  if (capabilities?.resources) {
    all.resources = await attempt(async () => (await client.listResources(undefined, { timeout })).resources);
    all.resourceTemplates =
      await attempt(async () => (await client.listResourceTemplates(undefined, { timeout })).resourceTemplates);
  }
  all.results = [];
  for (const call of plan.calls)
    all.results.push(await attempt(() => play(call)));
  return all;
});
await attempt(() => client.close());
process.stdout.write(JSON.stringify(output) + '\n', () => process.exit(0));
