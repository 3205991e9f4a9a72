/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-attachment-private.h"
#include "salon-conversation-private.h"
#include "salon-conversation-settings.h"
#include "salon-part-private.h"

/* A list of what salon_attachment_write() writes, with names. The store knows it, too. */
#define SETTING "draft_attachments"

static void
read_draft (SalonConversation *self,
            GListStore        *list)
{
  const SalonJson *items = salon_conversation_get_setting (self, SETTING);
  const SalonJson *item;
  SalonJsonIter iter;

  salon_json_iter_init (&iter, salon_json_is_array (items) ? items : NULL);
  while (salon_json_iter_next (&iter, NULL, &item))
    {
      const char *kind = salon_json_as_string (salon_json_get_member (item, "kind"));
      const char *name = salon_json_as_string (salon_json_get_member (item, "name"));
      g_autoptr (SalonAttachment) attachment = NULL;

      attachment = salon_attachment_new_from_json (g_strcmp0 (kind, "image") == 0
                                                     ? SALON_ATTACHMENT_IMAGE
                                                     : SALON_ATTACHMENT_DOCUMENT, name, item);
      if (attachment != NULL)
        g_list_store_append (list, attachment);
    }
}

static GListStore *
get_list (SalonConversation *self)
{
  if (self->attachments == NULL)
    {
      self->attachments = g_list_store_new (SALON_TYPE_ATTACHMENT);
      read_draft (self, self->attachments);
    }
  return self->attachments;
}

static void
save_draft (SalonConversation *self)
{
  GListModel *list = G_LIST_MODEL (get_list (self));
  g_autoptr (SalonJsonWriter) writer = salon_json_writer_new ();
  g_autoptr (SalonJsonDocument) document = NULL;
  guint n_items = g_list_model_get_n_items (list);

  salon_json_writer_begin_array (writer, NULL);
  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (SalonAttachment) attachment = g_list_model_get_item (list, i);
      gboolean image = salon_attachment_get_kind (attachment) == SALON_ATTACHMENT_IMAGE;

      salon_json_writer_begin_object (writer, NULL);
      salon_json_writer_add_string (writer, "kind", image ? "image" : "document");
      salon_json_writer_add_string (writer, "name", salon_attachment_get_name (attachment));
      salon_attachment_write (attachment, writer);
      salon_json_writer_end_object (writer);
    }
  salon_json_writer_end_array (writer);
  document = salon_json_writer_finish_document (writer);
  salon_conversation_set_setting (self, SETTING,
                                  n_items > 0 ? salon_json_document_get_root (document) : NULL);
}

GListModel *
salon_conversation_get_attachments (SalonConversation *self)
{
  g_return_val_if_fail (SALON_IS_CONVERSATION (self), NULL);
  return G_LIST_MODEL (get_list (self));
}

void
salon_conversation_attach (SalonConversation *self,
                           SalonAttachment   *attachment)
{
  SalonStore *store;
  GBytes *content;

  g_return_if_fail (SALON_IS_CONVERSATION (self));
  g_return_if_fail (SALON_IS_ATTACHMENT (attachment));

  store = salon_history_get_store (self->services.history);
  content = salon_attachment_get_content (attachment);
  /* The file first: what is carried out in order never names one that isn't there. */
  if (store != NULL && content != NULL && !self->discarded)
    salon_history_report (self->services.history,
                          salon_store_save_blob (store, salon_attachment_get_blob (attachment),
                                                 content));
  g_list_store_append (get_list (self), attachment);
  save_draft (self);
}

void
salon_conversation_detach (SalonConversation *self,
                           SalonAttachment   *attachment)
{
  guint position;

  g_return_if_fail (SALON_IS_CONVERSATION (self));
  g_return_if_fail (SALON_IS_ATTACHMENT (attachment));

  if (!g_list_store_find (get_list (self), attachment, &position))
    return;
  g_list_store_remove (get_list (self), position);
  save_draft (self);
}

void
salon_conversation_drop_attachments (SalonConversation *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (get_list (self))) == 0)
    return;
  g_list_store_remove_all (get_list (self));
  save_draft (self);
}

/* A file that is gone is told to the model in words: see salon_attachment_dup_llm_part(). */
void
salon_conversation_load_attachments (SalonConversation *self)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->messages->len; i++)
    {
      SalonMessage *message = self->messages->pdata[i];

      for (guint j = 0; j < salon_message_get_n_parts (message); j++)
        {
          SalonPart *part = salon_message_get_part (message, j);

          if (salon_part_get_attachment (part) != NULL &&
              salon_attachment_get_content (salon_part_get_attachment (part)) == NULL)
            g_ptr_array_add (parts, g_object_ref (part));
        }
    }
  for (guint i = 0; i < parts->len; i++)
    {
      g_autoptr (GError) error = NULL;

      if (!dex_await (salon_attachment_load (salon_part_get_attachment (parts->pdata[i])), &error))
        g_message ("%s", error->message);
    }
}
