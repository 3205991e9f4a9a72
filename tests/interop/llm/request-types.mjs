// SPDX-FileCopyrightText: The Salon contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// request-types.mjs NPM REQUESTS.jsonl…: has the compiler of TypeScript judge requests by the
// types that the vendors publish with their own clients: members that do not exist, members that
// are missing, wrong values. NPM is where ./install put these. A line of REQUESTS.jsonl is
// {"path": "/v1/messages", "body": {…}}.
//
// To know that the judge is awake, requests that are spoilt on purpose are among those it is
// given: each has to be refused. Prints TAP; the exit status is 1 when a good request is refused
// or a spoilt one accepted.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MOST_SHOWN = 20;
const [npm, ...files] = process.argv.slice(2);
if (!files.length) {
  console.error('Usage: request-types.mjs NPM REQUESTS.jsonl…');
  process.exit(2);
}

// On the wire, bytes are base64 text, a Struct or Value of protobuf is plain JSON, and a number
// of 64 bits may be a number. The rest is as in the types made of Google's own protos; members
// that are newer than these are named here, from https://ai.google.dev/api/generate-content.
const OF_GOOGLE = `
type Known<T> = keyof NonNullable<T>;
type Newer<T> = 'thinkingBudget' extends Known<T> ? { thinkingLevel?: 'MINIMAL' | 'LOW' | 'MEDIUM' | 'HIGH' | null } : unknown;
type OnTheWire<T> =
  T extends Uint8Array ? string
  : T extends string | number | boolean | null | undefined ? T
  : T extends readonly (infer Item)[] ? OnTheWire<Item>[]
  : 'structValue' extends Known<T> ? unknown
  : 'fields' extends Known<T> ? Record<string, unknown>
  : { [Name in keyof T]: OnTheWire<T[Name]> } & Newer<T>;
`;
const APIS = [
  { name: 'Chat Completions', path: /\/chat\/completions(\?|$)/, needs: 'messages',
    head: "import type OpenAI from 'openai';", type: 'OpenAI.ChatCompletionCreateParams' },
  { name: 'Responses', path: /\/responses(\?|$)/, needs: null,
    head: "import type OpenAI from 'openai';", type: 'OpenAI.Responses.ResponseCreateParams' },
  { name: 'Messages', path: /\/messages(\?|$)/, needs: 'max_tokens',
    head: "import type Anthropic from '@anthropic-ai/sdk';", type: 'Anthropic.MessageCreateParams' },
  { name: 'Gemini', path: /:(stream)?[gG]enerateContent(\?|$)/, needs: null,
    head: `import type { google } from '@google-ai/generativelanguage/build/protos/protos.js';\n${OF_GOOGLE}`,
    type: 'OnTheWire<google.ai.generativelanguage.v1beta.IGenerateContentRequest>' },
];

/* The members of a request that are lists of messages, whatever they are called. */
const listOf = body => [body.messages, body.input, body.contents].find(Array.isArray);

/* name → the body with one thing wrong; null where this cannot be spoilt. */
const SPOILERS = {
  'an unknown member': body => ({ ...body, salon: 1 }),
  'a role that does not exist': body => {
    const copy = structuredClone(body), message = listOf(copy)?.find(each => each.role);
    if (message) message.role = 7;
    return message ? copy : null;
  },
  'a list that is none': body => {
    const name = Object.keys(body).find(each => Array.isArray(body[each]) && each !== 'tools');
    return name ? { ...body, [name]: { none: true } } : null;
  },
  'tools that are text': body => (body.tools ? { ...body, tools: ['echo'] } : null),
  'a missing member': (body, api) => {
    const { [api.needs]: left, ...rest } = body;
    return api.needs && left !== undefined ? rest : null;
  },
};

function readRequests () {
  const seen = new Set(), found = APIS.map(() => []), strange = [];
  for (const file of files)
    readFileSync(file, 'utf8').split('\n').forEach((line, number) => {
      if (!line.trim()) return;
      const { path, body } = JSON.parse(line), api = APIS.findIndex(each => each.path.test(path));
      const text = JSON.stringify(body);
      if (api < 0) strange.push(`${file}:${number + 1}: no API has the path ${path}`);
      else if (!seen.has(api + text)) found[api].push({ at: `${file}:${number + 1}`, body, text, errors: [] });
      seen.add(api + text);
    });
  return { found, strange };
}

/* Each request is one line of a module, so that a complaint's line tells which it is about. */
function judge (folder, requests) {
  const lines = requests.map(() => []);
  requests.forEach((list, api) => {
    const head = APIS[api].head.split('\n');
    list.forEach((request, number) => { request.line = head.length + number + 1; lines[api][request.line] = request; });
    const body = list.map((request, number) => `export const r${number}: ${APIS[api].type} = ${request.text};`);
    writeFileSync(join(folder, `api${api}.mts`), [...head, ...body, ''].join('\n'));
  });
  const compiler = spawnSync(process.execPath, [
    join(npm, 'node_modules/typescript/bin/tsc'), '--noEmit', '--strict', '--skipLibCheck', '--pretty', 'false', '--module', 'nodenext',
    '--moduleResolution', 'nodenext', '--target', 'es2022', '--types', 'node', ...requests.map((_, api) => `api${api}.mts`),
  ], { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 28 });
  for (const line of compiler.stdout.split('\n')) {
    const match = /^api(\d+)\.mts\((\d+),(\d+)\): error TS\d+: (.*)/.exec(line), request = match && lines[match[1]][match[2]];
    if (request) {
      const start = `export const r0: ${APIS[match[1]].type} = `.length;
      const place = Math.max(0, match[3] - start - 40);
      request.errors.push(`${match[4].slice(0, 300)} near ${request.text.slice(place, place + 80)}`);
    } else if (/error TS/.test(line)) {
      throw new Error(`The compiler says: ${line}`);
    }
  }
  if (compiler.error || (compiler.status !== 0 && !compiler.stdout.includes('error TS')))
    throw new Error(`The compiler did not run: ${compiler.error ?? compiler.stderr}`);
}

function spoil (requests) {
  return requests.map((list, api) => Object.entries(SPOILERS).flatMap(([name, change]) => {
    for (const request of list) {
      const body = change(request.body, APIS[api]);
      if (body) return [{ name, at: request.at, text: JSON.stringify(body), errors: [] }];
    }
    return [];
  }));
}

if (!existsSync(join(npm, 'node_modules/typescript'))) {
  console.log('1..0 # SKIP the vendors\' types are not installed from npm (tests/interop/llm/install)');
  process.exit(0);
}
const { found, strange } = readRequests(), spoilt = spoil(found);
const folder = mkdtempSync(join(npm, 'check-'));
try {
  judge(folder, found.map((list, api) => [...list, ...spoilt[api]]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

let failed = 0, number = 0;
console.log(`1..${APIS.length * 2}`);
const tell = (good, name, notes) => {
  console.log(`${good ? 'ok' : 'not ok'} ${++number} - ${name}`);
  if (!good) { failed++; notes.slice(0, MOST_SHOWN).forEach(note => console.log(`# ${note}`)); }
};
APIS.forEach((api, at) => {
  const bad = found[at].filter(request => request.errors.length);
  tell(found[at].length > 0 && !bad.length && !strange.length, `${api.name}: ${found[at].length} different requests are as the vendor's types want them, ${bad.length} are not`,
    [...strange, ...bad.map(request => `${request.at}: ${request.errors[0]}`)]);
  const missed = spoilt[at].filter(request => !request.errors.length);
  tell(spoilt[at].length >= 3 && !missed.length, `${api.name}: ${spoilt[at].length} spoilt ones are refused`,
    missed.map(request => `${request.at} with ${request.name} is accepted`));
});
process.exit(failed ? 1 : 0);
