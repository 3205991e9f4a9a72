/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "echo-rpc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void
reserve (EchoBuffer *buffer,
         size_t      length)
{
  size_t wanted = buffer->length + length;

  if (wanted <= buffer->capacity)
    return;
  if (wanted < 2 * buffer->capacity)
    wanted = 2 * buffer->capacity;
  buffer->data = realloc (buffer->data, wanted);
  if (buffer->data == NULL)
    abort ();
  buffer->capacity = wanted;
}

void
echo_buffer_add (EchoBuffer *buffer,
                 const char *data,
                 size_t      length)
{
  if (length == 0)
    return;
  reserve (buffer, length);
  memcpy (buffer->data + buffer->length, data, length);
  buffer->length += length;
}

void
echo_buffer_add_string (EchoBuffer *buffer,
                        const char *text)
{
  echo_buffer_add (buffer, text, strlen (text));
}

/* Takes @length bytes away from the front. */
void
echo_buffer_remove (EchoBuffer *buffer,
                    size_t      length)
{
  if (length < buffer->length)
    memmove (buffer->data, buffer->data + length, buffer->length - length);
  buffer->length -= length;
}

void
echo_buffer_clear (EchoBuffer *buffer)
{
  free (buffer->data);
  *buffer = (EchoBuffer) { 0 };
}

static const char *
skip_space (const char *at,
            const char *end)
{
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
    at++;
  return at;
}

static const char *
skip_string (const char *at,
             const char *end)
{
  for (at++; at < end && *at != '"'; at++)
    if (*at == '\\')
      at++;
  return at < end ? at + 1 : end;
}

/* The end of the value that begins at @at. What is no JSON has an end, too. */
static const char *
skip_value (const char *at,
            const char *end)
{
  unsigned depth = 0;

  while (at < end)
    {
      if (*at == '"')
        at = skip_string (at, end);
      else if (*at == '{' || *at == '[')
        depth++, at++;
      else if ((*at == '}' || *at == ']' || *at == ',') && depth == 0)
        return at;
      else if (*at == '}' || *at == ']')
        depth--, at++;
      else
        at++;
      if (depth == 0 && (at[-1] == '"' || at[-1] == '}' || at[-1] == ']'))
        return at;
    }
  return end;
}

/* A member's value as it stands there; empty when there is none. */
EchoSlice
echo_member (EchoSlice   object,
             const char *name)
{
  const char *end = object.text + object.length;
  const char *at = skip_space (object.text, end);
  size_t name_length = strlen (name);

  if (at == end || *at != '{')
    return (EchoSlice) { NULL, 0 };
  at++;
  while ((at = skip_space (at, end)) < end && *at == '"')
    {
      const char *key = at + 1;
      const char *value = NULL;
      size_t key_length = 0;

      at = skip_string (at, end);
      key_length = (size_t) (at - key) - 1;
      at = skip_space (at, end);
      if (at == end || *at != ':')
        break;
      value = skip_space (at + 1, end);
      at = skip_value (value, end);
      if (key_length == name_length && memcmp (key, name, name_length) == 0)
        return (EchoSlice) { value, (size_t) (at - value) };
      at = skip_space (at, end);
      if (at < end && *at == ',')
        at++;
    }
  return (EchoSlice) { NULL, 0 };
}

static bool
is_string (EchoSlice   value,
           const char *text)
{
  size_t length = strlen (text);

  return value.length == length + 2 && value.text[0] == '"' &&
         memcmp (value.text + 1, text, length) == 0;
}

static void
add_tools (const EchoOptions *options,
           EchoBuffer        *answer)
{
  char name[64];

  echo_buffer_add_string (answer, "{\"tools\":[");
  for (unsigned i = 0; i < options->tools; i++)
    {
      if (i == 0)
        snprintf (name, sizeof name, "echo");
      else if (i == 1)
        snprintf (name, sizeof name, "big");
      else
        snprintf (name, sizeof name, "tool_%u", i);
      echo_buffer_add_string (answer, i > 0 ? ",{\"name\":\"" : "{\"name\":\"");
      echo_buffer_add_string (answer, name);
      echo_buffer_add_string (answer,
                              "\",\"description\":\"Gives back the text it is given, which is "
                              "what a server does that is asked for nothing else.\","
                              "\"inputSchema\":{\"type\":\"object\",\"properties\":{\"text\":"
                              "{\"type\":\"string\",\"description\":\"What to give back\"},"
                              "\"times\":{\"type\":\"integer\",\"minimum\":1,"
                              "\"description\":\"How often\"}},\"required\":[\"text\"]}}");
    }
  echo_buffer_add_string (answer, "]}");
}

static void
add_tool_result (const EchoOptions *options,
                 EchoSlice          params,
                 EchoBuffer        *answer)
{
  static char *big = NULL;
  EchoSlice text = { "\"\"", 2 };

  echo_buffer_add_string (answer, "{\"content\":[{\"type\":\"text\",\"text\":");
  if (is_string (echo_member (params, "name"), "big"))
    {
      if (big == NULL)
        {
          big = malloc (options->big_size);
          if (big == NULL)
            abort ();
          for (size_t i = 0; i < options->big_size; i++)
            big[i] = i % 64 == 63 ? ' ' : (char) ('a' + i % 26);
        }
      echo_buffer_add_string (answer, "\"");
      echo_buffer_add (answer, big, options->big_size);
      echo_buffer_add_string (answer, "\"");
    }
  else
    {
      EchoSlice given = echo_member (echo_member (params, "arguments"), "text");

      if (given.length >= 2 && given.text[0] == '"')
        text = given;
      echo_buffer_add (answer, text.text, text.length);
    }
  echo_buffer_add_string (answer, "}]}");
}

/* Offers the version it is asked for, so that every client gets its newest one. */
static void
add_initialize_result (EchoSlice   params,
                       EchoBuffer *answer)
{
  EchoSlice version = echo_member (params, "protocolVersion");

  echo_buffer_add_string (answer, "{\"protocolVersion\":");
  echo_buffer_add (answer, version.text, version.length);
  echo_buffer_add_string (answer,
                          ",\"capabilities\":{\"tools\":{}},"
                          "\"serverInfo\":{\"name\":\"salon-bench-server\",\"version\":\"1\"}}");
}

/* Appends the answer to a message; returns whether there is one. */
bool
echo_answer (const EchoOptions *options,
             EchoSlice          message,
             EchoBuffer        *answer)
{
  EchoSlice id = echo_member (message, "id");
  EchoSlice method = echo_member (message, "method");
  EchoSlice params = echo_member (message, "params");

  if (id.length == 0 || method.length == 0)
    return false;
  echo_buffer_add_string (answer, "{\"jsonrpc\":\"2.0\",\"id\":");
  echo_buffer_add (answer, id.text, id.length);
  if (is_string (method, "tools/call"))
    {
      echo_buffer_add_string (answer, ",\"result\":");
      add_tool_result (options, params, answer);
    }
  else if (is_string (method, "tools/list"))
    {
      echo_buffer_add_string (answer, ",\"result\":");
      add_tools (options, answer);
    }
  else if (is_string (method, "initialize") && echo_member (params, "protocolVersion").length > 0)
    {
      echo_buffer_add_string (answer, ",\"result\":");
      add_initialize_result (params, answer);
    }
  else if (is_string (method, "ping"))
    {
      echo_buffer_add_string (answer, ",\"result\":{}");
    }
  else
    {
      echo_buffer_add_string (answer, ",\"error\":{\"code\":-32601,"
                                      "\"message\":\"Method not found\"}");
    }
  echo_buffer_add_string (answer, "}");
  return true;
}
