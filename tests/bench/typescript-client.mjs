// SPDX-FileCopyrightText: The Salon contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// typescript-client.mjs v1|v2 stdio|http|fleet TARGET OPTIONS: the official clients, measured as
// salon-bench-mcp measures Salon's. OPTIONS is a JSON object. Prints one line of JSON. It has to
// lie beside their node_modules, where tests/bench/install copies it.
import { readFileSync } from 'node:fs';

const IN_FLIGHT = 64;
const LONGEST_SECONDS = 300;
const ARGUMENTS = { text: 'The quick brown fox jumps over the lazy dog, again and again.' };

const [version, transportName, target, optionsText] = process.argv.slice(2);
const options = { calls: 1000, bigs: 3, bigSize: 10_000_000, servers: 100, tools: 50, ...JSON.parse(optionsText ?? '{}') };
setTimeout(() => process.exit(1), LONGEST_SECONDS * 1000).unref();

const modules = version === 'v1'
  ? ['@modelcontextprotocol/sdk/client/index.js', '@modelcontextprotocol/sdk/client/stdio.js',
     '@modelcontextprotocol/sdk/client/streamableHttp.js']
  : ['@modelcontextprotocol/client', '@modelcontextprotocol/client/stdio', '@modelcontextprotocol/client'];
const { Client } = await import(modules[0]);
const { StdioClientTransport } = await import(modules[1]);
const { StreamableHTTPClientTransport } = await import(modules[2]);

const report = {};

function megabytes (file, field) {
  const match = readFileSync(file, 'utf8').match(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm'));
  return match ? Number(match[1]) / 1024 : -1;
}

function addMemory (when) {
  report[`rss_${when}`] = megabytes('/proc/self/status', 'VmRSS');
  report[`pss_${when}`] = megabytes('/proc/self/smaps_rollup', 'Pss');
  report[`peak_${when}`] = megabytes('/proc/self/status', 'VmHWM');
}

function percentile (values, percent) {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(values.length * percent / 100))];
}

function microseconds (work) {
  const { user, system } = process.cpuUsage(work);
  return user + system;
}

function beginStall () {
  const stall = { last: performance.now(), greatest: 0 };
  stall.tick = () => {
    const now = performance.now();
    stall.greatest = Math.max(stall.greatest, now - stall.last);
    stall.last = now;
  };
  stall.timer = setInterval(stall.tick, 1);
  return stall;
}

function endStall (stall) {
  stall.tick();
  clearInterval(stall.timer);
  return stall.greatest;
}

async function openClient () {
  const transport = transportName === 'http'
    ? new StreamableHTTPClientTransport(new URL(target))
    : new StdioClientTransport({ command: target, env: process.env,
                                 args: ['--tools', String(options.tools), '--big', String(options.bigSize)] });
  const client = new Client({ name: 'bench', version: '1' });
  await client.connect(transport);
  return client;
}

async function callOnce (client, name) {
  const result = await client.callTool({ name, arguments: name === 'echo' ? ARGUMENTS : {} });
  if (result.isError || result.content?.[0]?.type !== 'text')
    throw new Error(`${name}: wrong answer`);
  return result;
}

async function fetchBig (client) {
  const result = await callOnce(client, 'big');
  if (result.content[0].text.length !== options.bigSize)
    throw new Error('big: wrong answer');
}

async function runInFlight (client, count) {
  let left = count;
  const begin = performance.now();
  await Promise.all(Array.from({ length: IN_FLIGHT }, async () => {
    while (left > 0) {
      left--;
      await callOnce(client, 'echo');
    }
  }));
  return (performance.now() - begin) / 1000;
}

async function measureSequential (client) {
  const times = [];
  for (let i = 0; i < options.calls / 10; i++)
    await callOnce(client, 'echo');
  const work = process.cpuUsage();
  const begin = performance.now();
  let before = begin;
  for (let i = 0; i < options.calls; i++) {
    await callOnce(client, 'echo');
    const now = performance.now();
    times.push((now - before) * 1000);
    before = now;
  }
  report.sequential = options.calls / ((performance.now() - begin) / 1000);
  report.work_us = microseconds(work) / options.calls;
  report.p50_us = percentile(times, 50);
  report.p95_us = percentile(times, 95);
}

async function measureBig (client) {
  const times = [];
  for (let i = 0; i < options.bigs; i++) {
    const begin = performance.now();
    await fetchBig(client);
    times.push(performance.now() - begin);
  }
  report.big_ms = percentile(times, 50);
}

async function measureStalls (client) {
  let stall = beginStall();
  await new Promise(resolve => setTimeout(resolve, 200));
  report.stall_idle_ms = endStall(stall);
  stall = beginStall();
  await runInFlight(client, options.calls);
  report.stall_calls_ms = endStall(stall);
  stall = beginStall();
  for (let i = 0; i < options.bigs; i++)
    await fetchBig(client);
  report.stall_big_ms = endStall(stall);
}

async function measureClient () {
  const begin = performance.now();
  const client = await openClient();
  const { tools } = await client.listTools();
  if (tools.length < 2)
    throw new Error('tools/list: wrong answer');
  report.ready_ms = performance.now() - begin;
  addMemory('connected');
  await measureSequential(client);
  const work = process.cpuUsage();
  report.in_flight = options.calls / await runInFlight(client, options.calls);
  report.work_in_flight_us = microseconds(work) / options.calls;
  addMemory('called');
  await measureBig(client);
  addMemory('big');
  await measureStalls(client);
  await client.close();
}

async function measureFleet () {
  let begin = performance.now();
  const stall = beginStall();
  const clients = await Promise.all(Array.from({ length: options.servers }, async () => {
    const client = await openClient();
    const { tools } = await client.listTools();
    if (tools.length !== options.tools)
      throw new Error('tools/list: wrong answer');
    return client;
  }));
  report.fleet_ms = performance.now() - begin;
  report.fleet_stall_ms = endStall(stall);
  addMemory('fleet');
  begin = performance.now();
  await Promise.all(clients.map(client => client.close()));
  report.fleet_close_ms = performance.now() - begin;
}

await (transportName === 'fleet' ? measureFleet() : measureClient());
console.log(JSON.stringify(report));
process.exit(0);
