/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-compaction.h"

#include <string.h>

#include "salon-llm-tokens.h"
#include "salon-message-private.h"
#include "salon-part-private.h"

#define BYTES_A_TOKEN 4
#define TOKENS_AROUND_MESSAGE 4
/* What is told of one call or its result. */
#define MAX_CALL_BYTES 1000

/* Models read this: it is not translated. */
#define SUMMARY_HEAD \
  "The beginning of this conversation is left out because it is too long. This is a summary of " \
  "it:\n\n"
#define NO_SUMMARY \
  "The beginning of this conversation is left out because it is too long, and there is no " \
  "summary of it."

G_DEFINE_BOXED_TYPE (SalonCompaction, salon_compaction, salon_compaction_copy,
                     salon_compaction_free)

SalonCompaction *
salon_compaction_new (const char *from,
                      const char *summary)
{
  SalonCompaction *self = g_new0 (SalonCompaction, 1);

  self->from = g_strdup (from);
  self->summary = g_strdup (summary);
  return self;
}

SalonCompaction *
salon_compaction_new_from_json (const SalonJson *json)
{
  const char *from = salon_json_as_string (salon_json_get_member (json, "from"));

  if (from == NULL)
    return NULL;
  return salon_compaction_new (from,
                               salon_json_as_string (salon_json_get_member (json, "summary")));
}

SalonCompaction *
salon_compaction_copy (const SalonCompaction *self)
{
  return self != NULL ? salon_compaction_new (self->from, self->summary) : NULL;
}

void
salon_compaction_free (SalonCompaction *self)
{
  g_free (self->from);
  g_free (self->summary);
  g_free (self);
}

guint
salon_compaction_find (const SalonCompaction *self,
                       GPtrArray             *messages)
{
  for (guint i = 0; self != NULL && i < messages->len; i++)
    {
      if (g_strcmp0 (salon_message_get_id (messages->pdata[i]), self->from) == 0)
        return i;
    }
  return 0;
}

/* A message that is only ever sent. */
static SalonMessage *
make_message (const SalonCompaction *self)
{
  SalonMessage *message = salon_message_new (SALON_ROLE_USER, NULL, NULL, 0);
  g_autoptr (SalonPart) part = salon_part_new (SALON_PART_TEXT, 0);

  salon_part_append (part, self->summary != NULL ? SUMMARY_HEAD : NO_SUMMARY);
  if (self->summary != NULL)
    salon_part_append (part, self->summary);
  salon_part_finish (part);
  salon_message_add_part (message, part);
  return message;
}

GPtrArray *
salon_compaction_apply (const SalonCompaction *self,
                        GPtrArray             *messages)
{
  guint first = salon_compaction_find (self, messages);
  GPtrArray *sent;

  if (first == 0)
    return g_ptr_array_ref (messages);
  sent = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sent, make_message (self));
  for (guint i = first; i < messages->len; i++)
    g_ptr_array_add (sent, g_object_ref (messages->pdata[i]));
  return sent;
}

static gint64
tokens_of_length (gsize length)
{
  return (gint64) ((length + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN);
}

static gint64
tokens_of_call (SalonToolCall *call)
{
  const char *arguments = salon_tool_call_get_arguments (call);
  const char *result = salon_tool_call_get_result_text (call);

  return tokens_of_length (strlen (arguments)) +
         tokens_of_length (result != NULL ? strlen (result) : 0);
}

static gint64
tokens_of_attachment (SalonAttachment *attachment)
{
  if (salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE)
    return salon_llm_tokens_of_size (salon_attachment_get_width (attachment),
                                     salon_attachment_get_height (attachment));
  return salon_llm_tokens_of_file (salon_attachment_get_mime_type (attachment),
                                   salon_attachment_get_size (attachment));
}

/* About what a message takes; @reasoning gets the part of it that is reasoning. */
gint64
salon_compaction_tokens_of (SalonMessage *message,
                            gint64       *reasoning)
{
  gint64 tokens = TOKENS_AROUND_MESSAGE;

  for (guint i = 0; i < salon_message_get_n_parts (message); i++)
    {
      SalonPart *part = salon_message_get_part (message, i);
      gint64 more = tokens_of_length (salon_part_get_text_length (part));

      if (salon_part_get_kind (part) == SALON_PART_TOOL_CALL)
        tokens += tokens_of_call (salon_part_get_tool_call (part));
      else if (salon_part_get_attachment (part) != NULL)
        tokens += tokens_of_attachment (salon_part_get_attachment (part));
      else if (salon_part_get_kind (part) == SALON_PART_TEXT)
        tokens += more;
      else if (salon_part_get_kind (part) == SALON_PART_REASONING)
        {
          tokens += more;
          if (reasoning != NULL)
            *reasoning += more;
        }
    }
  return tokens;
}

guint
salon_compaction_choose (GPtrArray *messages,
                         guint      first,
                         gint64     room)
{
  gint64 tokens = 0;
  guint chosen = first;

  for (guint i = messages->len; i > first + 1; i--)
    {
      SalonMessage *message = messages->pdata[i - 1];

      tokens += salon_compaction_tokens_of (message, NULL);
      if (tokens > room && chosen != first)
        break;
      if (salon_message_get_role (message) == SALON_ROLE_USER)
        {
          chosen = i - 1;
          if (tokens > room)
            break;
        }
    }
  return chosen;
}

/* --- what is to be summarised ------------------------------------------------------------ */

static char *
dup_cut (const char *text,
         gsize       max_bytes)
{
  gsize length = strlen (text);
  const char *first_end;
  const char *last_start;

  if (length <= max_bytes)
    return g_strdup (text);
  first_end = g_utf8_find_prev_char (text, text + max_bytes / 2 + 1);
  last_start = g_utf8_find_next_char (text + length - max_bytes / 2 - 1, NULL);
  return g_strdup_printf ("%.*s\n[…]\n%s", (int) (first_end - text), text, last_start);
}

static void
add_call (GString       *text,
          SalonToolCall *call)
{
  const char *result = salon_tool_call_get_result_text (call);
  const char *error = salon_tool_call_get_error (call);
  g_autofree char *arguments = dup_cut (salon_tool_call_get_arguments (call), MAX_CALL_BYTES);
  g_autofree char *gave = NULL;

  if (result == NULL)
    result = error != NULL ? error : "";
  gave = dup_cut (result, MAX_CALL_BYTES);
  g_string_append_printf (text, "[Tool %s, arguments %s, result: %s]\n",
                          salon_tool_call_get_tool_id (call), arguments, gave);
}

static void
add_message (GString      *text,
             SalonMessage *message)
{
  g_string_append (text, salon_message_get_role (message) == SALON_ROLE_USER
                           ? "\n## User\n" : "\n## Assistant\n");
  for (guint i = 0; i < salon_message_get_n_parts (message); i++)
    {
      SalonPart *part = salon_message_get_part (message, i);

      if (salon_part_get_kind (part) == SALON_PART_TEXT)
        g_string_append_printf (text, "%s\n", salon_part_get_text (part));
      else if (salon_part_get_kind (part) == SALON_PART_TOOL_CALL)
        add_call (text, salon_part_get_tool_call (part));
    }
}

char *
salon_compaction_dup_text (GPtrArray             *messages,
                           const SalonCompaction *before,
                           guint                  end,
                           gsize                  max_bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint first = salon_compaction_find (before, messages);

  if (first > 0 && before->summary != NULL)
    g_string_append_printf (text, "## Summary of what came before\n%s\n", before->summary);
  for (guint i = first; i < end && i < messages->len; i++)
    add_message (text, messages->pdata[i]);
  return dup_cut (text->str, max_bytes);
}
