// SPDX-FileCopyrightText: The Salon contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// oauth-peer.mjs NPM-FOLDER SECONDS: an MCP server behind a real OpenID provider.
//
// The provider is oidc-provider, which nobody here wrote; tokens live for so many
// SECONDS, refresh tokens are used once. There are two of them, and the server moves
// from the first to the second when a line "move" comes on the standard input. Their pages
// for login and consent answer themselves. The tool "whoami" needs the scope mcp:tools,
// "purge" mcp:admin, too: a call without it is refused as a step-up. What happens is one
// line of JSON each on the standard output; the first line has the addresses. Ends with its input.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const folder = resolve(process.argv[2]), seconds = Number(process.argv[3]);
const find = createRequire(join(folder, 'package.json'));
const { Provider, errors } = await import(pathToFileURL(join(folder, 'node_modules', 'oidc-provider', 'lib', 'index.js')));
const { createLocalJWKSet, jwtVerify } = await import(pathToFileURL(createRequire(find.resolve('oidc-provider')).resolve('jose')));
const { McpServer } = await import(pathToFileURL(find.resolve('@modelcontextprotocol/sdk/server/mcp.js')));
const { StreamableHTTPServerTransport } = await import(pathToFileURL(find.resolve('@modelcontextprotocol/sdk/server/streamableHttp.js')));

const scopes = ['mcp:tools', 'mcp:admin'];
const tell = (what, more = {}) => process.stdout.write(JSON.stringify({ what, ...more }) + '\n');
const listen = handler => new Promise(done => {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => done({ server, origin: `http://127.0.0.1:${server.address().port}` }));
});

let resource = null, current = 0;
const providers = [];

async function addProvider(name) {
  // The issuer has to be known before the provider is made, and the port before the issuer.
  let handle = null;
  const { origin } = await listen((request, response) => handle(request, response));
  const provider = new Provider(origin, {
    scopes: ['openid', 'offline_access', ...scopes],
    pkce: { required: () => true },
    cookies: { keys: ['salon'] },
    interactions: { url: (context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    issueRefreshToken: async (context, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    ttl: { AccessToken: seconds, Grant: 86400, Session: 86400, Interaction: 600, RefreshToken: 86400, IdToken: 3600 },
    features: {
      devInteractions: { enabled: false },
      registration: { enabled: true },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo(context, indicator) {
          if (indicator !== resource) throw new errors.InvalidTarget();
          return { scope: scopes.join(' '), audience: resource, accessTokenFormat: 'jwt', accessTokenTTL: seconds,
            jwt: { sign: { alg: 'RS256' } } };
        },
      },
    },
  });
  provider.use(async (context, next) => {
    if (!context.path.startsWith('/interaction/')) return next();
    const { prompt, params, session, grantId } = await provider.interactionDetails(context.req, context.res);
    let result = null;
    if (prompt.name === 'login') {
      result = { login: { accountId: 'tester' } };
    } else {
      // More rights are added to those that were given.
      const grant = (grantId && await provider.Grant.find(grantId))
        || new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      for (const scope of prompt.details.missingOIDCScope ?? []) grant.addOIDCScope(scope);
      for (const [indicator, missing] of Object.entries(prompt.details.missingResourceScopes ?? {}))
        grant.addResourceScope(indicator, missing.join(' '));
      result = { consent: { grantId: await grant.save() } };
    }
    await provider.interactionFinished(context.req, context.res, result, { mergeWithLastSubmission: true });
    context.respond = false;
  });
  provider.on('registration_create.success', (context, client) => tell('registered', { at: name, type: client.applicationType }));
  provider.on('authorization.success', (context) => tell('authorized', { at: name, scope: context.oidc.params.scope }));
  provider.on('grant.success', (context) => tell('grant', { at: name, type: context.oidc.params.grant_type }));
  provider.on('grant.error', (context, error) => tell('grant-refused', { at: name, error: error.error, why: error.error_detail }));
  provider.on('access_token.destroyed', () => tell('revoked', { at: name }));
  provider.on('grant.revoked', () => tell('revoked', { at: name }));
  handle = provider.callback();
  const keys = createLocalJWKSet(await (await fetch(`${origin}/jwks`)).json());
  providers.push({ name, issuer: origin, keys });
}

async function judge(request) {
  const token = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (!token) return { status: 401, error: null };
  try {
    const { issuer, keys } = providers[current];
    const { payload } = await jwtVerify(token, keys, { issuer, audience: resource });
    return { status: 200, scopes: (payload.scope ?? '').split(' '), subject: payload.sub };
  } catch {
    return { status: 401, error: 'invalid_token' };
  }
}

function refuse(response, status, origin, { error, scope }) {
  const parts = [`resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp"`];
  if (error) parts.unshift(`error="${error}"`);
  if (scope) parts.push(`scope="${scope}"`);
  response.writeHead(status, { 'WWW-Authenticate': `Bearer ${parts.join(', ')}`, 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: error ?? 'unauthorized' }));
}

async function readBody(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
}

const { origin } = await listen(async (request, response) => {
  if (request.url === '/.well-known/oauth-protected-resource/mcp') {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ resource, authorization_servers: [providers[current].issuer], scopes_supported: scopes }));
    return;
  }
  if (request.url !== '/mcp') {
    response.writeHead(404).end();
    return;
  }
  const who = await judge(request);
  if (who.status !== 200) {
    tell('refused', { error: who.error });
    refuse(response, 401, origin, { error: who.error, scope: 'mcp:tools' });
    return;
  }
  const body = await readBody(request);
  if (body?.method === 'tools/call' && body.params?.name === 'purge' && !who.scopes.includes('mcp:admin')) {
    tell('step-up');
    refuse(response, 403, origin, { error: 'insufficient_scope', scope: 'mcp:admin' });
    return;
  }
  const server = new McpServer({ name: 'protected', version: '1.0.0' });
  for (const name of ['whoami', 'purge'])
    server.registerTool(name, { description: name === 'whoami' ? 'Says who asks' : 'Empties the archive' }, async () => {
      tell('called', { tool: name, at: providers[current].name, scopes: who.scopes });
      return { content: [{ type: 'text', text: `${who.subject} may ${who.scopes.join(' and ')}` }] };
    });
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  response.on('close', () => { transport.close(); server.close(); });
  await server.connect(transport);
  await transport.handleRequest(request, response, body);
});
resource = `${origin}/mcp`;
await addProvider('first');
await addProvider('second');
createInterface({ input: process.stdin }).on('line', line => {
  if (line === 'move') current = 1;
  tell('moved');
}).on('close', () => process.exit(0));
tell('ready', { url: resource, issuers: providers.map(each => each.issuer) });
