// SPDX-FileCopyrightText: The Salon contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// vendors.mjs NPM PLAN: what salon-llm-probe does, done by the vendors' own clients: asks a
// server what a plan says, streaming, and prints what their clients make of it, in the words
// of the probe. It makes one round of each ask.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [npm, planFile] = process.argv.slice(2);
const { api, baseUrl, asks } = JSON.parse(readFileSync(planFile, 'utf8'));
const finder = createRequire(join(npm, 'package.json'));
const load = name => import(pathToFileURL(finder.resolve(name)));
const same = { maxRetries: 0 }, key = 'none';
console.warn = () => {};

const CLIENTS = {
  async chat () {
    const client = new (await load('openai')).default({ apiKey: key, baseURL: baseUrl, ...same });
    return async ask => {
      const whole = await client.chat.completions.stream({
        model: ask.model, messages: ask.messages.map(each => ({ role: each.role, content: each.text })),
        stream_options: { include_usage: true }, ...(ask.maxTokens && { max_tokens: ask.maxTokens }),
        ...(ask.tools && { tools: ask.tools.map(tool => ({ type: 'function', function: { name: tool.name, description: tool.description, parameters: tool.schema } })) }),
        ...(ask.required && { tool_choice: 'required' }),
      }).finalChatCompletion();
      const { message, finish_reason: stop } = whole.choices[0];
      return {
        parts: [message.reasoning_content && { reasoning: message.reasoning_content }, message.content && { text: message.content },
          ...(message.tool_calls ?? []).map(call => ({ call: call.function.name, arguments: call.function.arguments }))],
        stop: { stop: 'end', length: 'length', tool_calls: 'calls' }[stop], input: whole.usage?.prompt_tokens, output: whole.usage?.completion_tokens,
      };
    };
  },
  async responses () {
    const client = new (await load('openai')).default({ apiKey: key, baseURL: baseUrl, ...same });
    return async ask => {
      const whole = await client.responses.stream({
        model: ask.model, input: ask.messages.map(each => ({ role: each.role, content: each.text })), store: false,
        ...(ask.maxTokens && { max_output_tokens: ask.maxTokens }),
        ...(ask.tools && { tools: ask.tools.map(tool => ({ type: 'function', name: tool.name, description: tool.description, parameters: tool.schema, strict: false })) }),
        ...(ask.required && { tool_choice: 'required' }),
      }).finalResponse();
      const parts = whole.output.flatMap(item => {
        if (item.type === 'reasoning') return [{ reasoning: [...(item.summary ?? []), ...(item.content ?? [])].map(each => each.text).join('') }];
        if (item.type === 'function_call') return [{ call: item.name, arguments: item.arguments }];
        return item.content.map(each => ({ text: each.text ?? each.refusal }));
      });
      const calls = parts.some(part => part.call);
      return { parts, stop: whole.status === 'incomplete' ? 'length' : calls ? 'calls' : 'end', input: whole.usage?.input_tokens, output: whole.usage?.output_tokens };
    };
  },
  async messages () {
    const client = new (await load('@anthropic-ai/sdk')).default({ apiKey: key, baseURL: baseUrl.replace(/\/v1$/, ''), ...same });
    return async ask => {
      const whole = await client.messages.stream({
        model: ask.model, max_tokens: ask.maxTokens ?? 4000, messages: ask.messages.map(each => ({ role: each.role, content: each.text })),
        ...(ask.tools && { tools: ask.tools.map(tool => ({ name: tool.name, description: tool.description, input_schema: tool.schema })) }),
        ...(ask.required && { tool_choice: { type: 'any' } }),
        ...(ask.effort && { thinking: { type: 'enabled', budget_tokens: 1024 } }),
      }).finalMessage();
      return {
        parts: whole.content.map(block => (block.type === 'thinking' ? { reasoning: block.thinking }
          : block.type === 'tool_use' ? { call: block.name, arguments: JSON.stringify(block.input) } : { text: block.text })),
        stop: { end_turn: 'end', max_tokens: 'length', tool_use: 'calls' }[whole.stop_reason], input: whole.usage.input_tokens, output: whole.usage.output_tokens,
      };
    };
  },
  async gemini () {
    const { GoogleGenAI } = await load('@google/genai');
    const client = new GoogleGenAI({ apiKey: key, httpOptions: { baseUrl: baseUrl.replace(/\/v1beta$/, ''), apiVersion: 'v1beta' } });
    return async ask => {
      const parts = [];
      let last;
      for await (const chunk of await client.models.generateContentStream({
        model: ask.model, contents: ask.messages.map(each => ({ role: each.role === 'user' ? 'user' : 'model', parts: [{ text: each.text }] })),
        config: {
          ...(ask.tools && { tools: [{ functionDeclarations: ask.tools.map(tool => ({ name: tool.name, description: tool.description, parametersJsonSchema: tool.schema })) }] }),
          ...(ask.maxTokens && { maxOutputTokens: ask.maxTokens }), thinkingConfig: { includeThoughts: true },
        },
      })) {
        for (const part of chunk.candidates?.[0]?.content?.parts ?? []) {
          const name = part.thought ? 'reasoning' : 'text', before = parts.at(-1);
          if (part.functionCall) parts.push({ call: part.functionCall.name, arguments: JSON.stringify(part.functionCall.args) });
          else if (part.text && before && name in before) before[name] += part.text;
          else if (part.text) parts.push({ [name]: part.text });
        }
        last = chunk;
      }
      const stop = last?.candidates?.[0]?.finishReason;
      return { parts, stop: stop === 'MAX_TOKENS' ? 'length' : parts.some(part => part.call) ? 'calls' : stop === 'STOP' ? 'end' : stop,
        input: last?.usageMetadata?.promptTokenCount, output: last?.usageMetadata?.candidatesTokenCount };
    };
  },
};

const play = await CLIENTS[api](), results = [];
for (const ask of asks) {
  try {
    const reply = await play(ask);
    results.push({ replies: [{ ...reply, parts: reply.parts.filter(Boolean) }] });
  } catch (error) {
    results.push({ replies: [], error: { code: error.constructor.name, message: String(error.message).slice(0, 200) } });
  }
}
console.log(JSON.stringify(results));
