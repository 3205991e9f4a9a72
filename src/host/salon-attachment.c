/* SPDX-FileCopyrightText: The Salon contributors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "salon-host"

#include "config.h"

#include "salon-attachment-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#include "salon-host-error.h"
#include "salon-llm-model.h"
#include "salon-paths.h"

#define BLOB_LENGTH 64 /* SHA-256 in hexadecimal digits */
#define MAX_NAME_BYTES 200

struct _SalonAttachment
{
  GObject parent_instance;

  SalonAttachmentKind kind;
  char *name;
  char *mime_type;
  char *blob;
  gsize size;
  guint width;
  guint height;
  GBytes *content;
};

G_DEFINE_FINAL_TYPE (SalonAttachment, salon_attachment, G_TYPE_OBJECT)

static void
salon_attachment_finalize (GObject *object)
{
  SalonAttachment *self = SALON_ATTACHMENT (object);

  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->mime_type, g_free);
  g_clear_pointer (&self->blob, g_free);
  g_clear_pointer (&self->content, g_bytes_unref);

  G_OBJECT_CLASS (salon_attachment_parent_class)->finalize (object);
}

static void
salon_attachment_class_init (SalonAttachmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = salon_attachment_finalize;
}

static void
salon_attachment_init (SalonAttachment *self)
{
}

/* Names come from files and from the disk: they become the name of a file again. */
static char *
dup_safe_name (const char          *name,
               SalonAttachmentKind  kind)
{
  g_autofree char *valid = g_utf8_make_valid (name != NULL ? name : "", -1);
  gsize length = strlen (valid);

  for (char *letter = valid; *letter != '\0'; letter++)
    {
      if (*letter == '/' || (guchar) *letter < 0x20 || *letter == 0x7f)
        *letter = '_';
    }
  if (length > MAX_NAME_BYTES)
    {
      /* The end says what kind of file it is. */
      char *end = g_utf8_find_next_char (valid + length - MAX_NAME_BYTES - 1, NULL);

      memmove (valid, end, strlen (end) + 1);
    }
  if (valid[0] == '\0' || g_str_equal (valid, ".") || g_str_equal (valid, ".."))
    return g_strdup (kind == SALON_ATTACHMENT_IMAGE ? _("Picture") : _("Document"));
  return g_steal_pointer (&valid);
}

SalonAttachment *
salon_attachment_new (SalonAttachmentKind  kind,
                      const char          *name,
                      const char          *mime_type,
                      GBytes              *content,
                      guint                width,
                      guint                height)
{
  SalonAttachment *self = g_object_new (SALON_TYPE_ATTACHMENT, NULL);

  self->kind = kind;
  self->name = dup_safe_name (name, kind);
  self->mime_type = g_strdup (mime_type);
  self->content = g_bytes_ref (content);
  self->size = g_bytes_get_size (content);
  self->blob = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  self->width = width;
  self->height = height;
  return self;
}

static guint
read_length (const SalonJson *object,
             const char      *name)
{
  gint64 value = 0;

  salon_json_as_int64 (salon_json_get_member (object, name), &value);
  return (guint) CLAMP (value, 0, G_MAXINT);
}

SalonAttachment *
salon_attachment_new_from_json (SalonAttachmentKind  kind,
                                const char          *name,
                                const SalonJson     *object)
{
  const char *blob = salon_json_as_string (salon_json_get_member (object, "blob"));
  const char *mime_type = salon_json_as_string (salon_json_get_member (object, "mimeType"));
  SalonAttachment *self;

  if (blob == NULL || strlen (blob) != BLOB_LENGTH ||
      strspn (blob, "0123456789abcdef") != BLOB_LENGTH || mime_type == NULL)
    return NULL;
  self = g_object_new (SALON_TYPE_ATTACHMENT, NULL);
  self->kind = kind;
  self->name = dup_safe_name (name, kind);
  self->mime_type = g_strdup (mime_type);
  self->blob = g_strdup (blob);
  self->size = read_length (object, "size");
  self->width = read_length (object, "width");
  self->height = read_length (object, "height");
  return self;
}

void
salon_attachment_write (SalonAttachment *self,
                        SalonJsonWriter *writer)
{
  g_return_if_fail (SALON_IS_ATTACHMENT (self));

  salon_json_writer_add_string (writer, "blob", self->blob);
  salon_json_writer_add_string (writer, "mimeType", self->mime_type);
  salon_json_writer_add_int64 (writer, "size", (gint64) self->size);
  if (self->width > 0 && self->height > 0)
    {
      salon_json_writer_add_int64 (writer, "width", self->width);
      salon_json_writer_add_int64 (writer, "height", self->height);
    }
}

static DexFuture *
come_back_fiber (gpointer user_data)
{
  DexFuture *future = user_data;

  dex_await (dex_ref (future), NULL);
  return dex_ref (future);
}

DexFuture *
salon_attachment_come_back (DexFuture *future)
{
  return dex_scheduler_spawn (NULL, 0, come_back_fiber, future, dex_unref);
}

/* On a thread. */
static DexFuture *
read_blob (gpointer user_data)
{
  SalonAttachment *self = user_data;
  g_autofree char *path = salon_paths_dup_attachment (self->blob);
  g_autofree char *checksum = NULL;
  g_autofree char *data = NULL;
  g_autoptr (GBytes) content = NULL;
  gsize length;
  GStatBuf status;

  if (g_stat (path, &status) == 0 && S_ISREG (status.st_mode) &&
      (guint64) status.st_size == self->size && g_file_get_contents (path, &data, &length, NULL))
    {
      content = g_bytes_new_take (g_steal_pointer (&data), length);
      checksum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
    }
  if (g_strcmp0 (checksum, self->blob) != 0)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_NOT_FOUND,
                                  _("The attachment “%s” is no longer there: its file “%s” was "
                                    "deleted or changed."), self->name, path);
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_steal_pointer (&content));
}

static DexFuture *
on_read_cb (DexFuture *future,
            gpointer   user_data)
{
  SalonAttachment *self = user_data;

  if (self->content == NULL)
    self->content = g_value_dup_boxed (dex_future_get_value (future, NULL));
  return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (self->content));
}

DexFuture *
salon_attachment_load (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);

  if (self->content != NULL)
    return dex_future_new_take_boxed (G_TYPE_BYTES, g_bytes_ref (self->content));
  return dex_future_then (
    salon_attachment_come_back (dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0,
                                                     read_blob, g_object_ref (self),
                                                     g_object_unref)),
    on_read_cb, g_object_ref (self), g_object_unref);
}

/* On a thread. */
static DexFuture *
write_copy (gpointer user_data)
{
  SalonAttachment *self = user_data;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  gconstpointer data;
  GError *error = NULL;
  gsize length;

  folder = g_build_filename (g_get_user_runtime_dir (), "salon", "attachments", self->blob, NULL);
  path = g_build_filename (folder, self->name, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    return dex_future_new_reject (SALON_HOST_ERROR, SALON_HOST_ERROR_READ_ONLY,
                                  _("The folder “%s” could not be made: %s."), folder,
                                  g_strerror (errno));
  data = g_bytes_get_data (self->content, &length);
  if (!g_file_set_contents_full (path, data != NULL ? data : "", (gssize) length,
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    return dex_future_new_for_error (error);
  return dex_future_new_take_object (g_file_new_for_path (path));
}

static DexFuture *
on_loaded_for_copy_cb (DexFuture *future,
                       gpointer   user_data)
{
  return salon_attachment_come_back (
    dex_scheduler_spawn (dex_thread_pool_scheduler_get_default (), 0, write_copy,
                         g_object_ref (user_data), g_object_unref));
}

DexFuture *
salon_attachment_export (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);

  return dex_future_then (salon_attachment_load (self), on_loaded_for_copy_cb,
                          g_object_ref (self), g_object_unref);
}

SalonLlmPart *
salon_attachment_dup_llm_part (SalonAttachment *self)
{
  g_autofree char *sentence = NULL;

  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);

  if (self->content != NULL && self->kind == SALON_ATTACHMENT_IMAGE)
    return salon_llm_part_new_image (self->mime_type, self->content);
  if (self->content != NULL)
    return salon_llm_part_new_document (self->name, self->mime_type, self->content);
  /* A model reads this: it is not translated. */
  sentence = g_strdup_printf ("[The user had attached the file “%s”, which is no longer there.]",
                              self->name);
  return salon_llm_part_new_text (sentence);
}

SalonAttachmentKind
salon_attachment_get_kind (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), SALON_ATTACHMENT_DOCUMENT);
  return self->kind;
}

const char *
salon_attachment_get_name (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);
  return self->name;
}

const char *
salon_attachment_get_mime_type (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);
  return self->mime_type;
}

const char *
salon_attachment_get_blob (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);
  return self->blob;
}

gsize
salon_attachment_get_size (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), 0);
  return self->size;
}

guint
salon_attachment_get_width (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), 0);
  return self->width;
}

guint
salon_attachment_get_height (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), 0);
  return self->height;
}

GBytes *
salon_attachment_get_content (SalonAttachment *self)
{
  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), NULL);
  return self->content;
}

gboolean
salon_attachment_is_lost_on (SalonAttachment    *self,
                             SalonModelRegistry *models,
                             const char         *reference)
{
  g_autoptr (SalonLlmModel) facts = NULL;

  g_return_val_if_fail (SALON_IS_ATTACHMENT (self), FALSE);
  g_return_val_if_fail (SALON_IS_MODEL_REGISTRY (models), FALSE);
  g_return_val_if_fail (reference != NULL, FALSE);

  facts = salon_model_registry_dup_facts (models, reference);
  if (facts == NULL)
    return FALSE;
  if (self->kind == SALON_ATTACHMENT_IMAGE)
    return salon_llm_model_cannot (facts, SALON_LLM_ABILITY_IMAGES);
  return g_str_equal (self->mime_type, "application/pdf") &&
         salon_llm_model_cannot (facts, SALON_LLM_ABILITY_DOCUMENTS);
}
