/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-chat-details-private.h"

#include <string.h>

#include "salon-llm-contents.h"

/* What grows from fragment to fragment; of everything else the last one counts. */
static const char * const growing[] = { "text", "summary", NULL };

typedef struct
{
  char *type;
  gint64 index;
  GString *texts[G_N_ELEMENTS (growing) - 1]; /* nullable, as growing[] */
  GPtrArray *names;                           /* of the other members, in order */
  GHashTable *values;                         /* name → SalonJsonDocument */
} Detail;

struct _SalonOpenaiChatDetails
{
  GPtrArray *details; /* Detail */
};

static void
detail_free (gpointer data)
{
  Detail *detail = data;

  g_free (detail->type);
  for (guint i = 0; growing[i] != NULL; i++)
    {
      if (detail->texts[i] != NULL)
        g_string_free (detail->texts[i], TRUE);
    }
  g_ptr_array_unref (detail->names);
  g_hash_table_unref (detail->values);
  g_free (detail);
}

SalonOpenaiChatDetails *
salon_openai_chat_details_new (void)
{
  SalonOpenaiChatDetails *self = g_new0 (SalonOpenaiChatDetails, 1);

  self->details = g_ptr_array_new_with_free_func (detail_free);
  return self;
}

void
salon_openai_chat_details_free (SalonOpenaiChatDetails *self)
{
  g_ptr_array_unref (self->details);
  g_free (self);
}

gboolean
salon_openai_chat_details_is_empty (SalonOpenaiChatDetails *self)
{
  return self->details->len == 0;
}

/* Whether a fragment goes on with the last detail. What is encrypted comes as a whole. */
static gboolean
goes_on (Detail     *last,
         const char *type,
         gint64      index)
{
  return last != NULL && g_str_equal (last->type, type) && last->index == index &&
         (g_str_equal (type, "reasoning.text") || g_str_equal (type, "reasoning.summary"));
}

static Detail *
add_detail (SalonOpenaiChatDetails *self,
            const char             *type,
            gint64                  index)
{
  Detail *detail = g_new0 (Detail, 1);

  detail->type = g_strdup (type);
  detail->index = index;
  detail->names = g_ptr_array_new_with_free_func (g_free);
  detail->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) salon_json_document_unref);
  g_ptr_array_add (self->details, detail);
  return detail;
}

static gsize
set_member (Detail          *detail,
            const char      *name,
            const SalonJson *value)
{
  for (guint i = 0; growing[i] != NULL; i++)
    {
      g_autofree char *text = NULL;

      if (!g_str_equal (growing[i], name))
        continue;
      text = salon_llm_contents_dup_string (value);
      if (text == NULL)
        return 0;
      if (detail->texts[i] == NULL)
        detail->texts[i] = g_string_new (NULL);
      g_string_append (detail->texts[i], text);
      return strlen (text);
    }
  if (salon_json_get_kind (value) == SALON_JSON_NULL)
    return 0;
  if (!g_hash_table_contains (detail->values, name))
    g_ptr_array_add (detail->names, g_strdup (name));
  g_hash_table_replace (detail->values, g_strdup (name), salon_json_document_copy (value));
  return salon_json_is_string (value) ? strlen (salon_json_as_string (value)) : sizeof *detail;
}

/* Takes the reasoning_details of one delta; returns about how many bytes it has kept. */
gsize
salon_openai_chat_details_add (SalonOpenaiChatDetails *self,
                               const SalonJson        *fragments)
{
  const SalonJson *fragment;
  SalonJsonIter iter;
  gsize size = 0;

  if (!salon_json_is_array (fragments))
    return 0;
  salon_json_iter_init (&iter, fragments);
  while (salon_json_iter_next (&iter, NULL, &fragment))
    {
      const char *type = salon_json_as_string (salon_json_get_member (fragment, "type"));
      Detail *last = NULL;
      const SalonJson *value;
      SalonJsonIter members;
      const char *name;
      gint64 index;

      if (type == NULL)
        continue;
      if (!salon_json_as_int64 (salon_json_get_member (fragment, "index"), &index))
        index = -1;
      if (self->details->len > 0)
        last = g_ptr_array_index (self->details, self->details->len - 1);
      if (!goes_on (last, type, index))
        {
          last = add_detail (self, type, index);
          size += sizeof *last;
        }
      salon_json_iter_init (&members, fragment);
      while (salon_json_iter_next (&members, &name, &value))
        size += set_member (last, name, value);
    }
  return size;
}

/* What can be read in the reasoning_details of one delta; NULL if nothing. */
char *
salon_openai_chat_details_dup_text (const SalonJson *fragments)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const SalonJson *fragment;
  SalonJsonIter iter;

  if (!salon_json_is_array (fragments))
    return NULL;
  salon_json_iter_init (&iter, fragments);
  while (salon_json_iter_next (&iter, NULL, &fragment))
    {
      for (guint i = 0; growing[i] != NULL; i++)
        {
          g_autofree char *words =
            salon_llm_contents_dup_string (salon_json_get_member (fragment, growing[i]));

          if (words != NULL)
            g_string_append (text, words);
        }
    }
  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

void
salon_openai_chat_details_write (SalonOpenaiChatDetails *self,
                                 SalonJsonWriter        *writer,
                                 const char             *name)
{
  salon_json_writer_begin_array (writer, name);
  for (guint i = 0; i < self->details->len; i++)
    {
      Detail *detail = g_ptr_array_index (self->details, i);

      salon_json_writer_begin_object (writer, NULL);
      for (guint j = 0; j < detail->names->len; j++)
        {
          const char *member = g_ptr_array_index (detail->names, j);

          salon_json_writer_add_value (writer, member,
                                       salon_json_document_get_root (
                                         g_hash_table_lookup (detail->values, member)));
        }
      for (guint j = 0; growing[j] != NULL; j++)
        {
          if (detail->texts[j] != NULL)
            salon_json_writer_add_string_length (writer, growing[j], detail->texts[j]->str,
                                                 detail->texts[j]->len);
        }
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
}
