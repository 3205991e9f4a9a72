/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-llm"

#include "config.h"

#include "salon-openai-responses-items-private.h"

#include <string.h>

#include "salon-json-writer.h"

#include "salon-llm-contents.h"

/* No model writes that much: a server that does is broken. */
#define REPLY_LIMIT ((gsize) 64 * 1024 * 1024)
#define MOST_ITEMS 1000

struct _SalonOpenaiResponsesItem
{
  SalonOpenaiResponsesKind kind;
  gint64 index;           /* -1 if the server gives none */
  char *id;               /* nullable */
  GString *text;          /* words, reasoning, or arguments */
  SalonJsonDocument *raw; /* what the provider wants back; nullable */
  char *phase;            /* of a message; nullable */
  gint64 part;            /* which part of its reasoning came last */
  gboolean is_summary;    /* whether the reasoning is a summary of it */
  gboolean done;

  char *server_call_id;
  char *call_id;
  char *name;
  guint number; /* among the calls */
  gboolean started;
};

struct _SalonOpenaiResponsesItems
{
  SalonLlmToolNames *names;
  SalonLlmEventFunc func;
  gpointer user_data;
  GPtrArray *items;
  guint n_calls;
  gsize size;
};

static void
item_free (gpointer data)
{
  SalonOpenaiResponsesItem *item = data;

  g_free (item->id);
  g_string_free (item->text, TRUE);
  g_clear_pointer (&item->raw, salon_json_document_unref);
  g_free (item->phase);
  g_free (item->server_call_id);
  g_free (item->call_id);
  g_free (item->name);
  g_free (item);
}

SalonOpenaiResponsesItems *
salon_openai_responses_items_new (SalonLlmToolNames *names,
                                  SalonLlmEventFunc  func,
                                  gpointer           user_data)
{
  SalonOpenaiResponsesItems *self = g_new0 (SalonOpenaiResponsesItems, 1);

  self->names = names != NULL ? salon_llm_tool_names_ref (names) : NULL;
  self->func = func;
  self->user_data = user_data;
  self->items = g_ptr_array_new_with_free_func (item_free);
  return self;
}

void
salon_openai_responses_items_free (SalonOpenaiResponsesItems *self)
{
  g_clear_pointer (&self->names, salon_llm_tool_names_unref);
  g_ptr_array_unref (self->items);
  g_free (self);
}

gboolean
salon_openai_responses_items_is_too_large (SalonOpenaiResponsesItems *self)
{
  return self->size > REPLY_LIMIT || self->items->len > MOST_ITEMS;
}

guint
salon_openai_responses_items_get_n_calls (SalonOpenaiResponsesItems *self)
{
  return self->n_calls;
}

static gboolean
is_set (const char *text)
{
  return text != NULL && *text != '\0';
}

static SalonOpenaiResponsesItem *
find_by_id (SalonOpenaiResponsesItems *self,
            const char                *id)
{
  for (guint i = self->items->len; is_set (id) && i > 0; i--)
    {
      SalonOpenaiResponsesItem *item = g_ptr_array_index (self->items, i - 1);

      /* Some servers name a call's item by the id of the call. */
      if (g_strcmp0 (item->id, id) == 0 || g_strcmp0 (item->server_call_id, id) == 0)
        return item;
    }
  return NULL;
}

/* By the number of an item that still grows. Numbers are worth less than ids: some servers
 * give every item the same, or none; but some change an item's id while it grows.
 */
static SalonOpenaiResponsesItem *
find_by_index (SalonOpenaiResponsesItems *self,
               gint64                     index,
               SalonOpenaiResponsesKind   kind,
               gboolean                   without_id)
{
  for (guint i = self->items->len; index >= 0 && i > 0; i--)
    {
      SalonOpenaiResponsesItem *item = g_ptr_array_index (self->items, i - 1);

      if (item->index == index && item->kind == kind && !item->done &&
          (!without_id || item->id == NULL))
        return item;
    }
  return NULL;
}

/* By its place among those of its kind, when the reply is repeated as a whole. */
static SalonOpenaiResponsesItem *
find_by_place (SalonOpenaiResponsesItems *self,
               SalonOpenaiResponsesKind   kind,
               guint                      place)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SalonOpenaiResponsesItem *item = g_ptr_array_index (self->items, i);

      if (item->kind == kind && place-- == 0)
        return item;
    }
  return NULL;
}

static SalonOpenaiResponsesItem *
add_item (SalonOpenaiResponsesItems *self,
          SalonOpenaiResponsesKind   kind,
          const char                *id,
          gint64                     index)
{
  SalonOpenaiResponsesItem *item = g_new0 (SalonOpenaiResponsesItem, 1);

  item->kind = kind;
  item->id = is_set (id) ? g_strdup (id) : NULL;
  item->index = index;
  item->text = g_string_new (NULL);
  if (kind == SALON_OPENAI_RESPONSES_CALL)
    item->number = self->n_calls++;
  g_ptr_array_add (self->items, item);
  self->size += sizeof *item;
  return item;
}

static gint64
read_index (const SalonJson *event)
{
  gint64 index;

  if (!salon_json_as_int64 (salon_json_get_member (event, "output_index"), &index) || index < 0)
    return -1;
  return index;
}

/* The item that an event is about; one that was never announced begins with it. An event
 * that names no item is about the last one of its kind. What a broken server mixes up must
 * not end in an item of another kind: there is none then.
 */
SalonOpenaiResponsesItem *
salon_openai_responses_items_find (SalonOpenaiResponsesItems *self,
                                   const SalonJson           *event,
                                   SalonOpenaiResponsesKind   kind)
{
  const char *id = salon_json_as_string (salon_json_get_member (event, "item_id"));
  gint64 index = read_index (event);
  SalonOpenaiResponsesItem *item = find_by_id (self, id);

  if (item == NULL)
    item = find_by_index (self, index, kind, FALSE);
  for (guint i = self->items->len; item == NULL && !is_set (id) && index < 0 && i > 0; i--)
    {
      SalonOpenaiResponsesItem *last = g_ptr_array_index (self->items, i - 1);

      if (last->kind == kind)
        item = last;
    }
  if (item == NULL)
    return add_item (self, kind, id, index);
  return item->kind == kind ? item : NULL;
}

static void
report (SalonOpenaiResponsesItems *self,
        SalonOpenaiResponsesItem  *item,
        const char                *text)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TEXT_DELTA };

  if (*text == '\0' || (item->kind == SALON_OPENAI_RESPONSES_CALL && !item->started))
    return;
  if (item->kind == SALON_OPENAI_RESPONSES_REASONING)
    event.kind = SALON_LLM_EVENT_REASONING_DELTA;
  else if (item->kind == SALON_OPENAI_RESPONSES_CALL)
    event.kind = SALON_LLM_EVENT_TOOL_CALL_ARGUMENTS_DELTA;
  event.index = item->number;
  event.text = text;
  self->func (&event, self->user_data);
}

/* More of an item. */
void
salon_openai_responses_items_append (SalonOpenaiResponsesItems *self,
                                     SalonOpenaiResponsesItem  *item,
                                     const char                *text)
{
  g_string_append (item->text, text);
  self->size += strlen (text);
  report (self, item, text);
}

/* The whole of an item, of which some or all may have come already, or nothing. */
void
salon_openai_responses_items_complete (SalonOpenaiResponsesItems *self,
                                       SalonOpenaiResponsesItem  *item,
                                       const char                *text)
{
  if (strlen (text) > item->text->len && g_str_has_prefix (text, item->text->str))
    {
      g_autofree char *rest = g_strdup (text + item->text->len);

      salon_openai_responses_items_append (self, item, rest);
    }
}

/* More reasoning. Of the summary and the reasoning itself, the one that comes first is shown. */
void
salon_openai_responses_items_think (SalonOpenaiResponsesItems *self,
                                    SalonOpenaiResponsesItem  *item,
                                    const char                *text,
                                    gboolean                   is_summary,
                                    gint64                     part)
{
  if (*text == '\0')
    return;
  if (item->text->len == 0)
    {
      item->is_summary = is_summary;
      item->part = part;
    }
  if (item->is_summary != is_summary)
    return;
  if (item->part != part)
    salon_openai_responses_items_append (self, item, "\n\n");
  item->part = part;
  salon_openai_responses_items_append (self, item, text);
}

static gboolean
call_id_is_taken (SalonOpenaiResponsesItems *self,
                  const char                *id)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      SalonOpenaiResponsesItem *item = g_ptr_array_index (self->items, i);

      if (g_strcmp0 (item->call_id, id) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
start_call (SalonOpenaiResponsesItems *self,
            SalonOpenaiResponsesItem  *item)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_STARTED };

  if (is_set (item->server_call_id) && !call_id_is_taken (self, item->server_call_id))
    {
      item->call_id = g_strdup (item->server_call_id);
    }
  else
    {
      g_autofree char *uuid = g_uuid_string_random ();

      item->call_id = g_strconcat ("call_", uuid, NULL);
    }
  if (self->names != NULL)
    {
      g_autofree char *name = g_steal_pointer (&item->name);

      item->name = g_strdup (salon_llm_tool_names_decode (self->names, name));
    }
  item->started = TRUE;
  event.index = item->number;
  event.id = item->call_id;
  event.name = item->name;
  self->func (&event, self->user_data);
  report (self, item, item->text->str);
}

static void
read_call (SalonOpenaiResponsesItems *self,
           SalonOpenaiResponsesItem  *item,
           const SalonJson           *json,
           gboolean                   is_done)
{
  const SalonJson *arguments = salon_json_get_member (json, "arguments");
  g_autofree char *name = salon_llm_contents_dup_string (salon_json_get_member (json, "name"));
  g_autofree char *id = salon_llm_contents_dup_string (salon_json_get_member (json, "call_id"));
  g_autofree char *text = NULL;

  if (!is_set (item->server_call_id) && is_set (id))
    g_set_str (&item->server_call_id, id);
  if (!is_set (item->name) && is_set (name))
    g_set_str (&item->name, name);
  if (!item->started && is_set (item->name) && (is_set (item->server_call_id) || is_done))
    start_call (self, item);

  text = salon_json_is_object (arguments) ? salon_json_to_text (arguments, FALSE)
                                          : salon_llm_contents_dup_string (arguments);
  if (text != NULL)
    salon_openai_responses_items_complete (self, item, text);
}

static void
read_message (SalonOpenaiResponsesItems *self,
              SalonOpenaiResponsesItem  *item,
              const SalonJson           *json)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *phase = salon_json_as_string (salon_json_get_member (json, "phase"));
  const SalonJson *part;
  SalonJsonIter iter;

  if (is_set (phase))
    g_set_str (&item->phase, phase);
  salon_json_iter_init (&iter, salon_json_get_member (json, "content"));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      g_autofree char *words = salon_llm_contents_dup_string (salon_json_get_member (part, "text"));
      g_autofree char *refusal =
        salon_llm_contents_dup_string (salon_json_get_member (part, "refusal"));

      g_string_append (text, words != NULL ? words : refusal != NULL ? refusal : "");
    }
  salon_openai_responses_items_complete (self, item, text->str);
}

static void
read_thoughts (SalonOpenaiResponsesItems *self,
               SalonOpenaiResponsesItem  *item,
               const SalonJson           *json,
               const char                *name)
{
  const SalonJson *part;
  SalonJsonIter iter;
  gint64 number = 0;

  salon_json_iter_init (&iter, salon_json_get_member (json, name));
  while (salon_json_iter_next (&iter, NULL, &part))
    {
      g_autofree char *words = salon_llm_contents_dup_string (salon_json_get_member (part, "text"));

      if (words != NULL)
        salon_openai_responses_items_think (self, item, words, g_str_equal (name, "summary"),
                                            number++);
    }
}

/* What the provider wants back of an item: everything but its state, and what is not set. */
static SalonJsonDocument *
copy_raw (const SalonJson *json)
{
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  const SalonJson *value;
  SalonJsonIter iter;
  const char *name;

  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, json);
  while (salon_json_iter_next (&iter, &name, &value))
    {
      if (!g_str_equal (name, "status") && salon_json_get_kind (value) != SALON_JSON_NULL)
        salon_json_writer_add_value (writer, name, value);
    }
  if (!salon_json_is_array (salon_json_get_member (json, "summary")) &&
      g_strcmp0 (salon_json_as_string (salon_json_get_member (json, "type")), "reasoning") == 0)
    {
      salon_json_writer_begin_array (writer, "summary");
      salon_json_writer_end_array (writer);
    }
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static SalonOpenaiResponsesKind
read_kind (const SalonJson *json)
{
  const char *type = salon_json_as_string (salon_json_get_member (json, "type"));

  if (g_strcmp0 (type, "message") == 0)
    return SALON_OPENAI_RESPONSES_MESSAGE;
  if (g_strcmp0 (type, "reasoning") == 0)
    return SALON_OPENAI_RESPONSES_REASONING;
  if (g_strcmp0 (type, "function_call") == 0)
    return SALON_OPENAI_RESPONSES_CALL;
  return SALON_OPENAI_RESPONSES_OTHER;
}

/* An item as the server tells it. */
static void
read_item (SalonOpenaiResponsesItems *self,
           SalonOpenaiResponsesItem  *item,
           const SalonJson           *json,
           gboolean                   is_done)
{
  if (item->kind == SALON_OPENAI_RESPONSES_CALL)
    read_call (self, item, json, is_done);
  else if (item->kind == SALON_OPENAI_RESPONSES_MESSAGE)
    read_message (self, item, json);
  if (!is_done)
    return;

  item->done = TRUE;
  if (item->kind == SALON_OPENAI_RESPONSES_REASONING && item->text->len == 0)
    {
      read_thoughts (self, item, json, "summary");
      read_thoughts (self, item, json, "content");
    }
  if (item->kind == SALON_OPENAI_RESPONSES_REASONING ||
      (item->kind == SALON_OPENAI_RESPONSES_OTHER &&
       salon_json_is_string (salon_json_get_member (json, "encrypted_content"))))
    {
      g_clear_pointer (&item->raw, salon_json_document_unref);
      item->raw = copy_raw (json);
    }
}

/* The beginning or the end of an item. */
void
salon_openai_responses_items_read (SalonOpenaiResponsesItems *self,
                                   const SalonJson           *json,
                                   gint64                     index,
                                   gboolean                   is_done)
{
  SalonOpenaiResponsesKind kind = read_kind (json);
  const char *id = salon_json_as_string (salon_json_get_member (json, "id"));
  const char *call_id = salon_json_as_string (salon_json_get_member (json, "call_id"));
  SalonOpenaiResponsesItem *item;

  if (!salon_json_is_object (json))
    return;
  item = find_by_id (self, id);
  if (item == NULL)
    item = find_by_id (self, call_id);
  if (item == NULL)
    item = find_by_index (self, index, kind, !is_done);
  if (item == NULL)
    item = add_item (self, kind, id, index);
  if (item->id == NULL && is_set (id))
    g_set_str (&item->id, id);
  if (item->kind == kind)
    read_item (self, item, json, is_done);
}

/* The whole reply, as it is repeated at the end. */
void
salon_openai_responses_items_read_all (SalonOpenaiResponsesItems *self,
                                       const SalonJson           *output)
{
  guint places[SALON_OPENAI_RESPONSES_OTHER + 1] = { 0 };
  const SalonJson *json;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, output);
  while (salon_json_iter_next (&iter, NULL, &json))
    {
      SalonOpenaiResponsesKind kind = read_kind (json);
      const char *id = salon_json_as_string (salon_json_get_member (json, "id"));
      SalonOpenaiResponsesItem *item = find_by_id (self, id);

      if (!salon_json_is_object (json))
        continue;
      if (item == NULL || item->kind != kind)
        item = find_by_place (self, kind, places[kind]);
      if (item == NULL)
        item = add_item (self, kind, id, -1);
      places[kind]++;
      read_item (self, item, json, TRUE);
    }
}

static SalonLlmPart *
finish_call (SalonOpenaiResponsesItems *self,
             SalonOpenaiResponsesItem  *item)
{
  SalonLlmEvent event = { SALON_LLM_EVENT_TOOL_CALL_FINISHED };

  if (!item->started)
    {
      /* No server takes a call without a name back. */
      if (!is_set (item->name))
        g_set_str (&item->name, "unnamed_tool");
      start_call (self, item);
    }
  event.index = item->number;
  self->func (&event, self->user_data);
  return salon_llm_part_new_tool_call (item->call_id, item->name,
                                       item->text->len > 0 ? item->text->str : "{}");
}

/* What goes back to the provider with a part, in a member named after this wire format. */
static SalonJsonDocument *
make_opaque (SalonOpenaiResponsesItem *item)
{
  g_autoptr (SalonJsonWriter) writer = NULL;

  if (item->raw == NULL && item->phase == NULL)
    return NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_writer_begin_object (writer, "responses");
  if (item->raw != NULL)
    salon_json_writer_add_value (writer, "item", salon_json_document_get_root (item->raw));
  if (item->phase != NULL)
    salon_json_writer_add_string (writer, "phase", item->phase);
  salon_json_writer_end_object (writer);
  salon_json_writer_end_object (writer);
  return salon_json_writer_finish_document (writer);
}

static SalonLlmPart *
finish_item (SalonOpenaiResponsesItems *self,
             SalonOpenaiResponsesItem  *item,
             const char                *provider)
{
  g_autoptr (SalonJsonDocument) opaque = NULL;
  g_autoptr (SalonLlmPart) part = NULL;

  if (item->kind == SALON_OPENAI_RESPONSES_CALL)
    return finish_call (self, item);

  opaque = provider != NULL ? make_opaque (item) : NULL;
  if (item->text->len == 0 && (opaque == NULL || item->kind == SALON_OPENAI_RESPONSES_MESSAGE))
    return NULL;
  if (item->kind != SALON_OPENAI_RESPONSES_MESSAGE)
    return salon_llm_part_new_reasoning (item->text->str, provider,
                                         opaque != NULL ? salon_json_document_get_root (opaque)
                                                        : NULL);
  part = salon_llm_part_new_text (item->text->str);
  if (opaque == NULL)
    return g_steal_pointer (&part);
  return salon_llm_part_with_opaque (part, provider, salon_json_document_get_root (opaque));
}

/* Turns everything into parts. */
GPtrArray *
salon_openai_responses_items_finish (SalonOpenaiResponsesItems *self,
                                     const char                *provider)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func ((GDestroyNotify) salon_llm_part_unref);

  for (guint i = 0; i < self->items->len; i++)
    {
      SalonLlmPart *part = finish_item (self, g_ptr_array_index (self->items, i), provider);

      if (part != NULL)
        g_ptr_array_add (parts, part);
    }
  return parts;
}
