/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-message-private.h"

#include "salon-part-private.h"
#include "salon-usage-private.h"

/* Of the row with what a message took. */
#define USAGE_KIND "usage"

struct _SalonMessage
{
  GObject parent_instance;

  char *id;
  char *parent_id;
  SalonRole role;
  SalonMessageState state;
  gint64 created_at;
  char *model;
  GPtrArray *parts;
  SalonUsage *usage;
};

static GType
salon_message_get_item_type (GListModel *model)
{
  return SALON_TYPE_PART;
}

static guint
salon_message_get_n_items (GListModel *model)
{
  return SALON_MESSAGE (model)->parts->len;
}

static gpointer
salon_message_get_item (GListModel *model,
                        guint       position)
{
  SalonMessage *self = SALON_MESSAGE (model);

  return position < self->parts->len ? g_object_ref (self->parts->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = salon_message_get_item_type;
  iface->get_n_items = salon_message_get_n_items;
  iface->get_item = salon_message_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SalonMessage, salon_message, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

G_DEFINE_ENUM_TYPE (SalonRole, salon_role,
                    G_DEFINE_ENUM_VALUE (SALON_ROLE_USER, "user"),
                    G_DEFINE_ENUM_VALUE (SALON_ROLE_ASSISTANT, "assistant"))

G_DEFINE_ENUM_TYPE (SalonMessageState, salon_message_state,
                    G_DEFINE_ENUM_VALUE (SALON_MESSAGE_STREAMING, "streaming"),
                    G_DEFINE_ENUM_VALUE (SALON_MESSAGE_FINISHED, "finished"),
                    G_DEFINE_ENUM_VALUE (SALON_MESSAGE_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (SALON_MESSAGE_FAILED, "failed"))

enum
{
  PROP_0,
  PROP_ID,
  PROP_ROLE,
  PROP_STATE,
  PROP_CREATED_AT,
  PROP_MODEL,
  PROP_USAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
salon_message_finalize (GObject *object)
{
  SalonMessage *self = SALON_MESSAGE (object);

  g_clear_pointer (&self->id, g_free);
  g_clear_pointer (&self->parent_id, g_free);
  g_clear_pointer (&self->model, g_free);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_clear_pointer (&self->usage, salon_usage_free);

  G_OBJECT_CLASS (salon_message_parent_class)->finalize (object);
}

static void
salon_message_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  SalonMessage *self = SALON_MESSAGE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_ROLE:
      g_value_set_enum (value, self->role);
      break;
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_CREATED_AT:
      g_value_set_int64 (value, self->created_at);
      break;
    case PROP_MODEL:
      g_value_set_string (value, self->model);
      break;
    case PROP_USAGE:
      g_value_set_boxed (value, self->usage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
salon_message_class_init (SalonMessageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = salon_message_finalize;
  object_class->get_property = salon_message_get_property;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_ROLE] =
    g_param_spec_enum ("role", NULL, NULL, SALON_TYPE_ROLE, SALON_ROLE_USER, flags);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, SALON_TYPE_MESSAGE_STATE,
                       SALON_MESSAGE_STREAMING, flags);
  properties[PROP_CREATED_AT] =
    g_param_spec_int64 ("created-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_MODEL] = g_param_spec_string ("model", NULL, NULL, NULL, flags);
  properties[PROP_USAGE] = g_param_spec_boxed ("usage", NULL, NULL, SALON_TYPE_USAGE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
salon_message_init (SalonMessage *self)
{
  self->parts = g_ptr_array_new_with_free_func (g_object_unref);
}

SalonMessage *
salon_message_new (SalonRole   role,
                   const char *parent_id,
                   const char *model,
                   gint64      created_at)
{
  SalonMessage *self = g_object_new (SALON_TYPE_MESSAGE, NULL);

  self->id = g_uuid_string_random ();
  self->parent_id = g_strdup (parent_id);
  self->role = role;
  self->state = role == SALON_ROLE_USER ? SALON_MESSAGE_FINISHED : SALON_MESSAGE_STREAMING;
  self->model = g_strdup (model);
  self->created_at = created_at;
  return self;
}

/* A message that was streaming when its process died is one that was stopped. */
static SalonMessageState
state_from_nick (const char *nick)
{
  if (g_strcmp0 (nick, "finished") == 0)
    return SALON_MESSAGE_FINISHED;
  if (g_strcmp0 (nick, "failed") == 0)
    return SALON_MESSAGE_FAILED;
  return SALON_MESSAGE_STOPPED;
}

static SalonUsage *
read_usage (const SalonStorePart *row)
{
  g_autoptr (SalonJsonDocument) document = NULL;

  document = row->data != NULL ? salon_json_document_parse (row->data, -1, NULL, NULL) : NULL;
  return document != NULL ? salon_usage_new_from_json (salon_json_document_get_root (document))
                          : NULL;
}

SalonMessage *
salon_message_new_from_row (const SalonStoreMessage *row)
{
  gboolean from_user = g_strcmp0 (row->role, "user") == 0;
  SalonMessage *self = salon_message_new (from_user ? SALON_ROLE_USER : SALON_ROLE_ASSISTANT,
                                          row->parent_id, row->model, row->created_at);

  g_set_str (&self->id, row->id);
  self->state = state_from_nick (row->state);
  for (guint i = 0; row->parts != NULL && i < row->parts->len; i++)
    {
      const SalonStorePart *part = row->parts->pdata[i];

      if (g_strcmp0 (part->kind, USAGE_KIND) != 0)
        g_ptr_array_add (self->parts, salon_part_new_from_row (part));
      else if (self->usage == NULL)
        self->usage = read_usage (part);
    }
  return self;
}

SalonStoreMessage *
salon_message_to_row (SalonMessage *self,
                      const char   *chat_id)
{
  static const char *states[] = { "streaming", "finished", "stopped", "failed" };
  SalonStoreMessage *row = salon_store_message_new ();

  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);

  row->id = g_strdup (self->id);
  row->chat_id = g_strdup (chat_id);
  row->parent_id = g_strdup (self->parent_id);
  row->role = g_strdup (self->role == SALON_ROLE_USER ? "user" : "assistant");
  row->state = g_strdup (states[self->state]);
  row->model = g_strdup (self->model);
  row->created_at = self->created_at;
  return row;
}

const char *
salon_message_get_id (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);
  return self->id;
}

SalonRole
salon_message_get_role (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), SALON_ROLE_USER);
  return self->role;
}

SalonMessageState
salon_message_get_state (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), SALON_MESSAGE_FAILED);
  return self->state;
}

gint64
salon_message_get_created_at (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), 0);
  return self->created_at;
}

const char *
salon_message_get_model (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);
  return self->model;
}

const SalonUsage *
salon_message_get_usage (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);
  return self->usage;
}

void
salon_message_add_usage (SalonMessage             *self,
                         const SalonLlmUsage      *reply,
                         gboolean                  estimated,
                         const SalonLlmModelFacts *facts)
{
  g_return_if_fail (SALON_IS_MESSAGE (self));
  g_return_if_fail (reply != NULL);

  if (self->usage == NULL)
    self->usage = salon_usage_new ();
  salon_usage_add_reply (self->usage, reply, estimated, facts);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_USAGE]);
}

SalonStorePart *
salon_message_usage_to_row (SalonMessage *self)
{
  SalonStorePart *row;

  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);

  if (self->usage == NULL)
    return NULL;
  row = salon_store_part_new ();
  row->id = g_strconcat (self->id, "-" USAGE_KIND, NULL);
  row->message_id = g_strdup (self->id);
  row->position = -1;
  row->kind = g_strdup (USAGE_KIND);
  row->data = salon_usage_to_text (self->usage);
  return row;
}

char *
salon_message_dup_text (SalonMessage *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);

  for (guint i = 0; i < self->parts->len; i++)
    {
      SalonPart *part = self->parts->pdata[i];

      if (salon_part_get_kind (part) != SALON_PART_TEXT || salon_part_get_text_length (part) == 0)
        continue;
      if (text->len > 0)
        g_string_append (text, "\n\n");
      g_string_append (text, salon_part_get_text (part));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

SalonPart *
salon_message_get_last_part (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);
  return self->parts->len > 0 ? self->parts->pdata[self->parts->len - 1] : NULL;
}

SalonPart *
salon_message_get_part (SalonMessage *self,
                        guint         position)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), NULL);
  return position < self->parts->len ? self->parts->pdata[position] : NULL;
}

guint
salon_message_get_n_parts (SalonMessage *self)
{
  g_return_val_if_fail (SALON_IS_MESSAGE (self), 0);
  return self->parts->len;
}

void
salon_message_add_part (SalonMessage *self,
                        SalonPart    *part)
{
  g_return_if_fail (SALON_IS_MESSAGE (self));
  g_return_if_fail (SALON_IS_PART (part));

  g_ptr_array_add (self->parts, g_object_ref (part));
  g_list_model_items_changed (G_LIST_MODEL (self), self->parts->len - 1, 0, 1);
}

void
salon_message_insert_part (SalonMessage *self,
                           guint         position,
                           SalonPart    *part)
{
  g_return_if_fail (SALON_IS_MESSAGE (self));
  g_return_if_fail (SALON_IS_PART (part));
  g_return_if_fail (position <= self->parts->len);

  g_ptr_array_insert (self->parts, (int) position, g_object_ref (part));
  g_list_model_items_changed (G_LIST_MODEL (self), position, 0, 1);
}

void
salon_message_set_state (SalonMessage      *self,
                         SalonMessageState  state)
{
  g_return_if_fail (SALON_IS_MESSAGE (self));

  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}
