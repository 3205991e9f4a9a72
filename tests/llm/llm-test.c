/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-test"

#include "config.h"

#include "llm-test.h"

#include <string.h>

#include "salon-llm-error.h"

void
llm_test_record_event (const SalonLlmEvent *event,
                       gpointer             user_data)
{
  GPtrArray *events = user_data;
  char *line = NULL;

  switch (event->kind)
    {
    case SALON_LLM_EVENT_TEXT_DELTA:
      line = g_strdup_printf ("text %s", event->text);
      break;

    case SALON_LLM_EVENT_REASONING_DELTA:
      line = g_strdup_printf ("reasoning %s", event->text);
      break;

    case SALON_LLM_EVENT_TOOL_CALL_STARTED:
      line = g_strdup_printf ("call %u %s %s", event->index, event->id, event->name);
      break;

    case SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA:
      line = g_strdup_printf ("arguments %u %s", event->index, event->text);
      break;

    case SALON_LLM_EVENT_TOOL_CALL_FINISHED:
      line = g_strdup_printf ("finished %u", event->index);
      break;

    case SALON_LLM_EVENT_WAITING:
      g_assert_nonnull (event->text);
      line = g_strdup_printf ("waiting %" G_GINT64_FORMAT, event->delay_ms);
      break;

    default:
      g_assert_not_reached ();
    }
  g_ptr_array_add (events, line);
}

GPtrArray *
llm_test_events_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

char *
llm_test_read_file (const char *path,
                    gsize      *length)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

SalonJsonDocument *
llm_test_parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  SalonJsonDocument *document = salon_json_document_parse (text, -1, NULL, &error);

  g_assert_no_error (error);
  return document;
}

SalonLlmTool *
llm_test_tool (const char *name,
               const char *description,
               const char *schema)
{
  g_autoptr (SalonJsonDocument) document =
    llm_test_parse (schema != NULL ? schema : "{\"type\":\"object\"}");

  return salon_llm_tool_new (name, description, salon_json_document_get_root (document));
}

void
llm_test_add_text (SalonLlmRequest *request,
                   SalonLlmRole     role,
                   const char      *text)
{
  g_autoptr (SalonLlmMessage) message = salon_llm_message_new_text (role, text);

  salon_llm_request_add_message (request, message);
}

static const char *
expected_string (const SalonJson *object,
                 const char      *name)
{
  return salon_json_as_string (salon_json_get_member (object, name));
}

static gint64
expected_number (const SalonJson *object,
                 const char      *name)
{
  gint64 number = G_MININT64;

  g_assert_true (salon_json_as_int64 (salon_json_get_member (object, name), &number));
  return number;
}

/* “call 0 <made-up id> name” → “call 0 * name”. */
static char *
hide_id (const char *line)
{
  g_auto (GStrv) words = NULL;

  if (!g_str_has_prefix (line, "call "))
    return g_strdup (line);
  words = g_strsplit (line, " ", 4);
  g_assert_cmpuint (strlen (words[2]), >=, 9);
  return g_strdup_printf ("call %s * %s", words[1], words[3]);
}

static void
compare_events (const SalonJson *expected,
                GPtrArray       *events)
{
  gboolean made_up = FALSE;
  const SalonJson *line;
  SalonJsonIter iter;
  guint i = 0;

  salon_json_as_boolean (salon_json_get_member (expected, "made_up_ids"), &made_up);
  salon_json_iter_init (&iter, salon_json_get_member (expected, "events"));
  while (salon_json_iter_next (&iter, NULL, &line))
    {
      g_autofree char *seen = NULL;

      g_assert_cmpuint (i, <, events->len);
      seen = made_up ? hide_id (g_ptr_array_index (events, i))
                     : g_strdup (g_ptr_array_index (events, i));
      g_assert_cmpstr (seen, ==, salon_json_as_string (line));
      i++;
    }
  g_assert_cmpuint (events->len, ==, i);
}

/* What only the provider understands, where the golden file tells it. */
static void
compare_opaque (const SalonJson *expected,
                SalonLlmPart    *part)
{
  const SalonJson *opaque = salon_json_get_member (expected, "opaque");

  if (opaque != NULL)
    {
      g_autofree char *wanted = salon_json_to_text (opaque, FALSE);
      g_autofree char *seen = NULL;

      g_assert_nonnull (salon_llm_part_get_opaque (part, "golden"));
      g_assert_null (salon_llm_part_get_opaque (part, "another"));
      seen = salon_json_to_text (salon_llm_part_get_opaque (part, "golden"), FALSE);
      g_assert_cmpstr (seen, ==, wanted);
    }
}

static void
compare_part (const SalonJson *expected,
              SalonLlmPart    *part)
{
  const char *kind = expected_string (expected, "kind");

  compare_opaque (expected, part);

  if (g_str_equal (kind, "text"))
    {
      g_assert_cmpint (salon_llm_part_get_kind (part), ==, SALON_LLM_PART_TEXT);
      g_assert_cmpstr (salon_llm_part_get_text (part), ==, expected_string (expected, "text"));
    }
  else if (g_str_equal (kind, "reasoning"))
    {
      const SalonJson *opaque = salon_llm_part_get_opaque (part, "golden");

      g_assert_cmpint (salon_llm_part_get_kind (part), ==, SALON_LLM_PART_REASONING);
      g_assert_cmpstr (salon_llm_part_get_text (part), ==, expected_string (expected, "text"));
      if (salon_json_get_member (expected, "opaque") == NULL)
        g_assert_cmpstr (expected_string (salon_json_get_member (opaque, "chat"), "field"), ==,
                         expected_string (expected, "field"));
    }
  else
    {
      const char *id = expected_string (expected, "id");

      g_assert_cmpstr (kind, ==, "tool-call");
      g_assert_cmpint (salon_llm_part_get_kind (part), ==, SALON_LLM_PART_TOOL_CALL);
      if (g_str_equal (id, "*"))
        g_assert_cmpuint (strlen (salon_llm_part_get_id (part)), >=, 9);
      else
        g_assert_cmpstr (salon_llm_part_get_id (part), ==, id);
      g_assert_cmpstr (salon_llm_part_get_name (part), ==, expected_string (expected, "name"));
      g_assert_cmpstr (salon_llm_part_get_arguments (part), ==,
                       expected_string (expected, "arguments"));
    }
}

static void
compare_tokens (const SalonJson *expected,
                const char      *name,
                gint64           tokens)
{
  if (salon_json_get_member (expected, name) != NULL)
    g_assert_cmpint (tokens, ==, expected_number (expected, name));
}

static void
compare_reply (const SalonJson *expected,
               SalonLlmReply   *reply)
{
  const SalonLlmUsage *usage = salon_llm_reply_get_usage (reply);
  static const char * const reasons[] = {
    "end", "length", "tool-calls", "refusal", "filter", "paused", "other",
  };
  GPtrArray *parts = salon_llm_reply_get_parts (reply);
  const SalonJson *part;
  SalonJsonIter iter;
  guint i = 0;

  salon_json_iter_init (&iter, salon_json_get_member (expected, "parts"));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      g_assert_cmpuint (i, <, parts->len);
      compare_part (part, g_ptr_array_index (parts, i));
      i++;
    }
  g_assert_cmpuint (parts->len, ==, i);
  g_assert_cmpstr (reasons[salon_llm_reply_get_stop_reason (reply)], ==,
                   expected_string (expected, "stop"));
  g_assert_cmpint (salon_llm_reply_get_input_tokens (reply), ==,
                   expected_number (expected, "input"));
  g_assert_cmpint (salon_llm_reply_get_output_tokens (reply), ==,
                   expected_number (expected, "output"));
  g_assert_cmpstr (salon_llm_reply_get_model (reply), ==, expected_string (expected, "model"));
  compare_tokens (expected, "cached", usage->cached_tokens);
  compare_tokens (expected, "cache-write", usage->cache_write_tokens);
  compare_tokens (expected, "reasoning", usage->reasoning_tokens);
  if (salon_json_get_member (expected, "detail") != NULL)
    g_assert_cmpstr (salon_llm_reply_get_detail (reply), ==, expected_string (expected, "detail"));
}

static int
error_code_from_string (const char *name)
{
  static const struct { const char *name; SalonLlmError code; } table[] = {
    { "cut", SALON_LLM_ERROR_CUT },
    { "server", SALON_LLM_ERROR_SERVER },
    { "rate-limited", SALON_LLM_ERROR_RATE_LIMITED },
    { "context-length", SALON_LLM_ERROR_CONTEXT_LENGTH },
    { "protocol", SALON_LLM_ERROR_PROTOCOL },
    { "overloaded", SALON_LLM_ERROR_OVERLOADED },
    { "authentication", SALON_LLM_ERROR_AUTHENTICATION },
    { "quota", SALON_LLM_ERROR_QUOTA },
    { "refused", SALON_LLM_ERROR_REFUSED },
    { "bad-request", SALON_LLM_ERROR_BAD_REQUEST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      if (g_str_equal (table[i].name, name))
        return table[i].code;
    }
  g_error ("A golden file names an unknown error, “%s”.", name);
}

void
llm_test_compare (const SalonJson *expected,
                  GPtrArray       *events,
                  SalonLlmReply   *reply,
                  const GError    *error)
{
  const char *error_name = expected_string (expected, "error");

  if (error_name != NULL)
    {
      g_assert_null (reply);
      g_assert_error (error, SALON_LLM_ERROR, error_code_from_string (error_name));
      if (strstr (error->message, expected_string (expected, "words")) == NULL)
        g_error ("“%s” does not contain “%s”.", error->message,
                 expected_string (expected, "words"));
    }
  else
    {
      g_assert_no_error (error);
      g_assert_nonnull (reply);
      compare_reply (salon_json_get_member (expected, "reply"), reply);
    }
  compare_events (expected, events);
}
