/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-chat-private.h"

#include <string.h>

#include "salon-json-writer.h"

#define MAX_TITLE_CHARACTERS 60

struct _SalonChat
{
  GObject parent_instance;

  char *id;
  char *title;
  char *shown_title;
  char *model;
  char *draft;
  SalonJsonDocument *settings; /* an object, or NULL */
  gint64 created_at;
  gint64 updated_at;
  gboolean pinned;
  gboolean running;
};

G_DEFINE_FINAL_TYPE (SalonChat, salon_chat, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ID,
  PROP_TITLE,
  PROP_UPDATED_AT,
  PROP_PINNED,
  PROP_RUNNING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_chat_finalize (GObject *object)
{
  SalonChat *self = SALON_CHAT (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->shown_title, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->draft, g_free);
  g_clear_pointer (&self->settings, salon_json_document_unref);

  G_OBJECT_CLASS (salon_chat_parent_class)->finalize (object);
}

static void
salon_chat_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  SalonChat *self = SALON_CHAT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_TITLE:
      g_value_set_string (value, self->shown_title);
      break;
    case PROP_UPDATED_AT:
      g_value_set_int64 (value, self->updated_at);
      break;
    case PROP_PINNED:
      g_value_set_boolean (value, self->pinned);
      break;
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_chat_class_init (SalonChatClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_chat_finalize;
  object_class->get_property = salon_chat_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_UPDATED_AT] =
    g_param_spec_int64 ("updated-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_PINNED] = g_param_spec_boolean ("pinned", NULL, NULL, FALSE, flags);
  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_chat_init (SalonChat *self)
{
  self->title = g_strdup ("");
  self->shown_title = g_strdup ("");
  self->draft = g_strdup ("");
}

char *
salon_chat_dup_title_for (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit_set (valid, "\r\n", -1);
  g_autofree char *beginning = NULL;
  const char *line = "";
  char *space;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      line = g_strstrip (lines[i]);
      if (line[0] != '\0')
        break;
    }
  if (g_utf8_strlen (line, -1) <= MAX_TITLE_CHARACTERS)
    return g_strdup (line);
  beginning = g_utf8_substring (line, 0, MAX_TITLE_CHARACTERS);
  /* At a word, unless that would leave next to nothing (or a script without spaces). */
  space = line[strlen (beginning)] != ' ' ? strrchr (beginning, ' ') : NULL;
  if (space != NULL && space - beginning > MAX_TITLE_CHARACTERS / 2)
    *space = '\0';
  return g_strconcat (g_strchomp (beginning), "…", NULL);
}

static void
salon_chat_update_shown_title (SalonChat *self)
{
  g_autofree char *title = self->title[0] != '\0' ? g_strdup (self->title)
                                                  : salon_chat_dup_title_for (self->draft);

  if (g_set_str (&self->shown_title, title))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
}

SalonChat *
salon_chat_new (gint64 created_at)
{
  SalonChat *self = g_object_new (SALON_TYPE_CHAT, NULL);

  self->id = g_uuid_string_random ();
  self->created_at = created_at;
  self->updated_at = created_at;
  return self;
}

SalonChat *
salon_chat_new_from_row (const SalonStoreChat *row)
{
  SalonChat *self = g_object_new (SALON_TYPE_CHAT, NULL);

  self->id = g_strdup (row->id);
  g_set_str (&self->title, row->title != NULL ? row->title : "");
  g_set_str (&self->draft, row->draft != NULL ? row->draft : "");
  self->model = g_strdup (row->model);
  self->created_at = row->created_at;
  self->updated_at = MAX (0, row->updated_at);
  self->pinned = row->pinned;
  if (row->settings != NULL)
    self->settings = salon_json_document_parse (row->settings, -1, NULL, NULL);
  salon_chat_update_shown_title (self);
  return self;
}

SalonStoreChat *
salon_chat_to_row (SalonChat *self)
{
  SalonStoreChat *row = salon_store_chat_new ();

  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);

  row->id = g_strdup (self->id);
  row->title = g_strdup (self->title);
  row->model = g_strdup (self->model);
  row->draft = g_strdup (self->draft);
  row->created_at = self->created_at;
  row->updated_at = self->updated_at;
  row->pinned = self->pinned;
  if (self->settings != NULL)
    row->settings = salon_json_to_text (salon_json_document_get_root (self->settings), FALSE);
  return row;
}

gboolean
salon_chat_is_empty (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), TRUE);
  return self->title[0] == '\0' && self->draft[0] == '\0' &&
         salon_chat_get_setting (self, "draft_attachments") == NULL;
}

const char *
salon_chat_get_id (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  return self->id;
}

const char *
salon_chat_get_title (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  return self->shown_title;
}

const char *
salon_chat_get_own_title (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  return self->title;
}

const char *
salon_chat_get_model (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  return self->model;
}

const char *
salon_chat_get_draft (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  return self->draft;
}

gint64
salon_chat_get_updated_at (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), 0);
  return self->updated_at;
}

gboolean
salon_chat_get_pinned (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), FALSE);
  return self->pinned;
}

gboolean
salon_chat_get_running (SalonChat *self)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), FALSE);
  return self->running;
}

void
salon_chat_set_title (SalonChat  *self,
                      const char *title)
{
  g_return_if_fail (SALON_IS_CHAT (self));
  g_return_if_fail (title != NULL);

  if (g_set_str (&self->title, title))
    salon_chat_update_shown_title (self);
}

gboolean
salon_chat_set_model (SalonChat  *self,
                      const char *model)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), FALSE);

  return g_set_str (&self->model, model);
}

gboolean
salon_chat_set_draft (SalonChat  *self,
                      const char *draft)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), FALSE);
  g_return_val_if_fail (draft != NULL, FALSE);

  if (!g_set_str (&self->draft, draft))
    return FALSE;
  salon_chat_update_shown_title (self);
  return TRUE;
}

const SalonJson *
salon_chat_get_setting (SalonChat  *self,
                        const char *name)
{
  g_return_val_if_fail (SALON_IS_CHAT (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->settings == NULL)
    return NULL;
  return salon_json_get_member (salon_json_document_get_root (self->settings), name);
}

gboolean
salon_chat_set_setting (SalonChat       *self,
                        const char      *name,
                        const SalonJson *value)
{
  g_autoptr (SalonJsonWriter) writer = NULL;
  const SalonJson *old;
  const SalonJson *others;
  const SalonJson *other;
  SalonJsonIter iter;
  const char *other_name;

  g_return_val_if_fail (SALON_IS_CHAT (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  old = salon_chat_get_setting (self, name);
  if (old == value || (old != NULL && value != NULL && salon_json_equal (old, value)))
    return FALSE;
  others = self->settings != NULL ? salon_json_document_get_root (self->settings) : NULL;
  writer = salon_json_writer_new ();
  salon_json_writer_begin_object (writer, NULL);
  salon_json_iter_init (&iter, salon_json_is_object (others) ? others : NULL);
  while (salon_json_iter_next (&iter, &other_name, &other))
    {
      if (other_name != NULL && strcmp (other_name, name) != 0)
        salon_json_writer_add_value (writer, other_name, other);
    }
  if (value != NULL)
    salon_json_writer_add_value (writer, name, value);
  salon_json_writer_end_object (writer);
  g_clear_pointer (&self->settings, salon_json_document_unref);
  self->settings = salon_json_writer_finish_document (writer);
  return TRUE;
}

void
salon_chat_set_pinned (SalonChat *self,
                       gboolean   pinned)
{
  g_return_if_fail (SALON_IS_CHAT (self));

  if (self->pinned == !!pinned)
    return;
  self->pinned = !!pinned;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PINNED]);
}

void
salon_chat_set_running (SalonChat *self,
                        gboolean   running)
{
  g_return_if_fail (SALON_IS_CHAT (self));

  if (self->running == !!running)
    return;
  self->running = !!running;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

void
salon_chat_set_updated_at (SalonChat *self,
                           gint64     updated_at)
{
  g_return_if_fail (SALON_IS_CHAT (self));

  if (updated_at <= self->updated_at)
    return;
  self->updated_at = updated_at;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UPDATED_AT]);
}
