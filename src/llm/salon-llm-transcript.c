/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-llm-transcript.h"

#include <string.h>

struct _SalonLlmTranscript
{
  SalonLlmCallIdRules rules;
  GPtrArray *messages; /* for each message the GPtrArray of its calls, NULL if it has none */
  GHashTable *taken;   /* const char *: the ids that are in use; owned by the calls */
  guint turn;
};

static void
call_free (gpointer data)
{
  SalonLlmTranscriptCall *call = data;

  g_free (call->id);
  g_free (call);
}

static void
calls_free (gpointer data)
{
  if (data != NULL)
    g_ptr_array_unref (data);
}

static gboolean
message_has (SalonLlmMessage  *message,
             SalonLlmPartKind  kind)
{
  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      if (salon_llm_part_get_kind (salon_llm_message_get_part (message, i)) == kind)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_fine (SalonLlmTranscript *self,
         const char         *id)
{
  const char *p = id;

  while (*p != '\0' && (g_ascii_isalnum (*p) || strchr (self->rules.others, *p) != NULL))
    p++;
  return *p == '\0' && (gsize) (p - id) >= self->rules.least &&
         (gsize) (p - id) <= self->rules.most;
}

/* An id that depends on the original and on how many calls had the same one before, so that
 * it stays what it is while the chat grows.
 */
static char *
make_id (SalonLlmTranscript *self,
         const char         *original,
         guint               number)
{
  static const char digits[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *count = g_strdup_printf ("%u:", number);
  guint length = CLAMP (24, self->rules.least, self->rules.most);
  guint8 digest[32];
  gsize size = sizeof digest;
  GString *id = g_string_sized_new (length);

  g_checksum_update (checksum, (const guchar *) count, -1);
  g_checksum_update (checksum, (const guchar *) original, -1);
  g_checksum_get_digest (checksum, digest, &size);
  for (guint i = 0; i < length; i++)
    g_string_append_c (id, digits[digest[i % size] % (sizeof digits - 1)]);
  return g_string_free (id, FALSE);
}

static char *
choose_id (SalonLlmTranscript *self,
           const char         *original)
{
  if (is_fine (self, original) && !g_hash_table_contains (self->taken, original))
    return g_strdup (original);
  for (guint number = 0; ; number++)
    {
      g_autofree char *id = make_id (self, original, number);

      if (!g_hash_table_contains (self->taken, id))
        return g_steal_pointer (&id);
    }
}

/* The result that has the id of a call; calls of the same id have them in their order. */
static SalonLlmPart *
find_result (SalonLlmMessage *results,
             GPtrArray       *calls,
             const char      *id)
{
  guint n_same = 0;

  if (results == NULL)
    return NULL;
  for (guint i = 0; i < calls->len; i++)
    {
      SalonLlmTranscriptCall *other = g_ptr_array_index (calls, i);

      if (g_str_equal (salon_llm_part_get_id (other->call), id))
        n_same++;
    }
  for (guint i = 0; i < salon_llm_message_get_n_parts (results); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (results, i);

      if (salon_llm_part_get_kind (part) == SALON_LLM_PART_TOOL_RESULT &&
          g_str_equal (salon_llm_part_get_id (part), id) && n_same-- == 0)
        return part;
    }
  return NULL;
}

static GPtrArray *
read_calls (SalonLlmTranscript *self,
            SalonLlmMessage    *message,
            SalonLlmMessage    *results)
{
  GPtrArray *calls = g_ptr_array_new_with_free_func (call_free);

  for (guint i = 0; i < salon_llm_message_get_n_parts (message); i++)
    {
      SalonLlmPart *part = salon_llm_message_get_part (message, i);
      SalonLlmTranscriptCall *call;

      if (salon_llm_part_get_kind (part) != SALON_LLM_PART_TOOL_CALL)
        continue;
      call = g_new0 (SalonLlmTranscriptCall, 1);
      call->call = part;
      call->result = find_result (results, calls, salon_llm_part_get_id (part));
      call->id = choose_id (self, salon_llm_part_get_id (part));
      g_hash_table_add (self->taken, call->id);
      g_ptr_array_add (calls, call);
    }
  return calls;
}

/**
 * salon_llm_transcript_new:
 * @request: a request, which has to live longer than the transcript
 * @rules: what ids its provider takes
 *
 * A call's result is looked for in the message of the user's right behind the call. What
 * stands elsewhere has lost its call.
 *
 * Returns: (transfer full): the transcript
 */
SalonLlmTranscript *
salon_llm_transcript_new (SalonLlmRequest           *request,
                          const SalonLlmCallIdRules *rules)
{
  SalonLlmTranscript *self;
  guint n_messages;

  g_assert (request != NULL);
  g_assert (rules != NULL);

  self = g_new0 (SalonLlmTranscript, 1);
  self->rules = *rules;
  self->messages = g_ptr_array_new_with_free_func (calls_free);
  self->taken = g_hash_table_new (g_str_hash, g_str_equal);
  n_messages = salon_llm_request_get_n_messages (request);
  for (guint i = 0; i < n_messages; i++)
    {
      SalonLlmMessage *message = salon_llm_request_get_message (request, i);
      SalonLlmMessage *next = NULL;
      gboolean is_user = salon_llm_message_get_role (message) == SALON_LLM_ROLE_USER;
      GPtrArray *calls = NULL;

      if (i + 1 < n_messages)
        next = salon_llm_request_get_message (request, i + 1);
      if (next != NULL && salon_llm_message_get_role (next) != SALON_LLM_ROLE_USER)
        next = NULL;
      if (!is_user && message_has (message, SALON_LLM_PART_TOOL_CALL))
        calls = read_calls (self, message, next);
      g_ptr_array_add (self->messages, calls);
      if (is_user && !message_has (message, SALON_LLM_PART_TOOL_RESULT))
        self->turn = i;
    }
  return self;
}

/**
 * salon_llm_transcript_free:
 * @self: (transfer full): a transcript
 *
 * Frees the transcript.
 */
void
salon_llm_transcript_free (SalonLlmTranscript *self)
{
  g_assert (self != NULL);

  g_hash_table_unref (self->taken);
  g_ptr_array_unref (self->messages);
  g_free (self);
}

/**
 * salon_llm_transcript_get_calls:
 * @self: a transcript
 * @message: the position of a message in its request
 *
 * Returns: (nullable) (transfer none) (element-type SalonLlmTranscriptCall): the calls of that
 *   message in their order; %NULL if it has none
 */
GPtrArray *
salon_llm_transcript_get_calls (SalonLlmTranscript *self,
                                guint               message)
{
  g_assert (self != NULL);
  g_assert (message < self->messages->len);

  return g_ptr_array_index (self->messages, message);
}

/**
 * salon_llm_transcript_get_turn:
 * @self: a transcript
 *
 * Returns: position of the last message that the user wrote: what follows is the running turn
 */
guint
salon_llm_transcript_get_turn (SalonLlmTranscript *self)
{
  g_assert (self != NULL);

  return self->turn;
}
